using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Web;

namespace Tern.Features.Tickets.Conversation;

/// <summary>A ticket with everything said in it: beside the list as a page, alone as a fragment, and its thread alone when something new came.</summary>
internal static class ShowConversation
{
    internal static void Map(RouteGroupBuilder tickets)
    {
        tickets.MapGet("/{number:long}", PageAsync);
        tickets.MapGet("/{number:long}/thread", ThreadAsync);
    }

    private static async Task<IResult> PageAsync(
        long number,
        string? view,
        [FromHeader(Name = "HX-Target")] string? target,
        ConversationQuery conversations,
        TernDbContext db,
        CurrentAgent me,
        CancellationToken cancellationToken)
    {
        var model = await conversations.LoadAsync(number, cancellationToken);
        if (model is null)
        {
            return Problems.Page(StatusCodes.Status404NotFound, "NotFound");
        }

        var shown = InboxViews.Parse(view);
        if (target == "conversation")
        {
            return new RazorComponentResult<ConversationPane>(new Dictionary<string, object?>
            {
                [nameof(ConversationPane.Model)] = model,
                [nameof(ConversationPane.View)] = shown,
            });
        }

        var list = await TicketList.LoadAsync(db, shown, null, me.Id, cancellationToken);
        return new RazorComponentResult<ConversationPage>(new Dictionary<string, object?>
        {
            [nameof(ConversationPage.Model)] = model,
            [nameof(ConversationPage.List)] = list,
        });
    }

    private static async Task<IResult> ThreadAsync(long number, string? view, ConversationQuery conversations, CancellationToken cancellationToken) =>
        await conversations.LoadAsync(number, cancellationToken) is { } model
            ? new RazorComponentResult<Thread>(new Dictionary<string, object?>
            {
                [nameof(Thread.Model)] = model,
                [nameof(Thread.View)] = InboxViews.Parse(view),
            })
            : Problems.Page(StatusCodes.Status404NotFound, "NotFound");
}
