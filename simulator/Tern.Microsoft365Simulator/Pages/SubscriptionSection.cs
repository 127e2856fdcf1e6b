using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>Who wants to be told of changes, and what was told, on the overview.</summary>
internal static class SubscriptionSection
{
    private const int SentShown = 10;

    internal static string Show(World world) => Table.Of(
        "Subscriptions",
        ["Application", "Resource", "Kinds", "Address", "Ends", "Id"],
        world.State.Subscriptions.Select(s => new[]
        {
            Html.Encode(world.State.Directory().FindApp(s.ClientId)?.DisplayName ?? s.ClientId),
            Html.Encode(s.Resource),
            Html.Encode(s.ChangeType),
            Html.Encode(s.NotificationUrl),
            OverviewPage.Time(s.Expires),
            $"<code class=\"id\">{Html.Encode(s.Id)}</code>",
        }),
        "Nobody has subscribed.") + Sent(world);

    private static string Sent(World world) => world.State.Push.Sent.Count == 0 ? string.Empty : "<h3>Last notifications</h3>" + Table.Of(
        "Last notifications",
        ["Time", "Address", "Try", "Answer", "Outcome", "Fault"],
        world.State.Push.Sent.AsEnumerable().Reverse().Take(SentShown).Select(n => new[]
        {
            OverviewPage.Time(n.Time),
            Html.Encode(n.Url),
            $"{n.Attempt}",
            Html.Encode(n.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"),
            Html.Encode(n.Outcome),
            Html.Encode(n.Fault),
        }),
        string.Empty);
}
