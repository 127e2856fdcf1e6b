namespace Tern.Microsoft365Simulator.Throttling;

/// <summary>
/// One HTTP request while it is under way, with the mailboxes it keeps busy. It is over when its carrier says so; without a
/// carrier it takes as long as its answer is held back.
/// </summary>
internal sealed class Flight
{
    internal HashSet<(string ClientId, string UserId)> Mailboxes { get; } = [];

    internal bool IsCarried { get; set; }

    internal DateTimeOffset Until { get; set; }

    internal bool IsOver(DateTimeOffset now) => !IsCarried && now >= Until;
}
