using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Mailboxes.Overview;

/// <summary>All mailboxes with their state, worst first.</summary>
internal static class ListMailboxes
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/", ShowAsync);

    private static async Task<RazorComponentResult<MailboxListPage>> ShowAsync(string? said, TernDbContext db, CancellationToken cancellationToken)
    {
        var cards = await MailboxCard.From(db).ToListAsync(cancellationToken);
        return new RazorComponentResult<MailboxListPage>(new Dictionary<string, object?>
        {
            [nameof(MailboxListPage.Open)] = await UnfinishedSetup.AllAsync(db, cancellationToken),
            [nameof(MailboxListPage.Mailboxes)] = cards.OrderByDescending(Severity).ToList(),
            [nameof(MailboxListPage.Said)] = said,
        });
    }

    private static int Severity(MailboxCard card) => card.State switch
    {
        MailEngine.Health.MailboxState.ActionNeeded => 4,
        MailEngine.Health.MailboxState.Degraded => 3,
        MailEngine.Health.MailboxState.Throttled => 2,
        MailEngine.Health.MailboxState.Healthy => 0,
        _ => 1,
    };
}
