using Microsoft.AspNetCore.Http.HttpResults;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Web.Layout;

namespace Tern.Features.Tickets.Inbox;

/// <summary>The list of a view, as a page and as the fragments that are asked for again when something happened.</summary>
internal static class ShowInbox
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", PageAsync).RequireAuthorization(Permissions.Agent);
        app.MapGet("/list", ListAsync).RequireAuthorization(Permissions.Agent);
        app.MapGet("/rail", Rail).RequireAuthorization(Permissions.Agent);
    }

    private static async Task<RazorComponentResult<InboxPage>> PageAsync(
        string? view, string? before, TernDbContext db, CurrentAgent me, CancellationToken cancellationToken)
    {
        var list = await TicketList.LoadAsync(db, InboxViews.Parse(view), before, me.Id, cancellationToken);
        return new RazorComponentResult<InboxPage>(new Dictionary<string, object?> { [nameof(InboxPage.List)] = list });
    }

    private static async Task<RazorComponentResult<TicketListPane>> ListAsync(
        string? view, string? before, long? selected, TernDbContext db, CurrentAgent me, CancellationToken cancellationToken)
    {
        var list = await TicketList.LoadAsync(db, InboxViews.Parse(view), before, me.Id, cancellationToken);
        return new RazorComponentResult<TicketListPane>(new Dictionary<string, object?>
        {
            [nameof(TicketListPane.List)] = list,
            [nameof(TicketListPane.Selected)] = selected,
        });
    }

    private static RazorComponentResult<Rail> Rail(string? active) =>
        new(new Dictionary<string, object?> { [nameof(Web.Layout.Rail.Active)] = active });
}
