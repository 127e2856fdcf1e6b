namespace Tern.Features.Tickets;

/// <summary>How a view stands in an address.</summary>
internal static class InboxViews
{
    internal static readonly IReadOnlyList<InboxView> All = Enum.GetValues<InboxView>();

    internal static string Key(this InboxView view) => view.ToString().ToLowerInvariant();

    internal static InboxView Parse(string? key) => Enum.TryParse<InboxView>(key, ignoreCase: true, out var view) && Enum.IsDefined(view) ? view : InboxView.Open;

    internal static string Href(this InboxView view) => view == InboxView.Open ? "/" : $"/?view={view.Key()}";

    internal static string Icon(this InboxView view) => view switch
    {
        InboxView.Open => "inbox",
        InboxView.Mine => "user-round",
        InboxView.Unassigned => "circle-dashed",
        InboxView.Pending => "clock",
        InboxView.Done => "circle-check",
        InboxView.Spam => "shield-alert",
        _ => "layers",
    };
}
