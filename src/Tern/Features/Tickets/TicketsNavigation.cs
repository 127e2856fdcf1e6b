using Microsoft.Extensions.Localization;
using Tern.Features.Identity;
using Tern.Web;

namespace Tern.Features.Tickets;

/// <summary>The views in the rail. Counted is what somebody must still do; what is done grows for years and would only cost time.</summary>
internal sealed class TicketsNavigation(TicketCounts counts, IStringLocalizer<TicketsText> text) : INavigationSection
{
    internal const string WriteKey = "write";

    public int Order => 10;

    public async Task<IReadOnlyList<NavigationEntry>> EntriesAsync(AgentCard me, CancellationToken cancellationToken)
    {
        var current = await counts.CurrentAsync(cancellationToken);
        return
        [
            .. InboxViews.All.Select(view => new NavigationEntry(view.Key(), view.Href(), text[$"View.{view}"], view.Icon(), Count(view, current, me.Id))),
            new NavigationEntry(WriteKey, "/tickets/new", text["Write.Title"], "square-pen"),
        ];
    }

    private static long? Count(InboxView view, IReadOnlyList<TicketCount> counts, AgentId me) => view switch
    {
        InboxView.Open => Sum(counts, TicketShelf.Open, _ => true),
        InboxView.Mine => Sum(counts, TicketShelf.Open, count => count.Assignee == me),
        InboxView.Unassigned => Sum(counts, TicketShelf.Open, count => count.Assignee is null),
        InboxView.Pending => Sum(counts, TicketShelf.Pending, _ => true),
        _ => null,
    };

    private static long Sum(IReadOnlyList<TicketCount> counts, TicketShelf shelf, Func<TicketCount, bool> isMeant) =>
        counts.Where(count => count.Shelf == shelf && isMeant(count)).Sum(count => count.Count);
}
