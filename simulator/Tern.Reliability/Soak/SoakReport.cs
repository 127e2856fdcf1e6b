using System.Globalization;
using System.Text;
using Tern.Features.Tickets;

namespace Tern.Reliability.Soak;

/// <summary>What a soak showed.</summary>
internal sealed record SoakReport
{
    public required SoakOptions Options { get; init; }

    public required string Store { get; init; }

    public required TimeSpan Took { get; init; }

    public required IReadOnlyList<WrittenMail> Written { get; init; }

    public required IReadOnlyDictionary<string, DateTimeOffset> Committed { get; init; }

    public required IReadOnlyList<DateTimeOffset> Kills { get; init; }

    public required TimeSpan Recovery { get; init; }

    public required IReadOnlyList<string> Missing { get; init; }

    public required IReadOnlyList<string> DoubledIn { get; init; }

    public required int SetAside { get; init; }

    public required int Answered { get; init; }

    public required IReadOnlyList<OutboxItem> Answers { get; init; }

    /// <summary>How many mails the customer of each answered ticket has.</summary>
    public required IReadOnlyDictionary<long, int> Copies { get; init; }

    public required IReadOnlyDictionary<OutboxState, int> Outbox { get; init; }

    public required int Uncertain { get; init; }

    public required MemoryFigures Memory { get; init; }

    public required long Requests { get; init; }

    public required IReadOnlyDictionary<string, int> Fired { get; init; }

    public required string Log { get; init; }

    /// <summary>Answers of which the customer has more than one copy.</summary>
    internal IReadOnlyList<string> DoubledOut => [.. Answers.GroupBy(a => a.TicketNumber).Where(g => Copies[g.Key] > g.Count()).Select(g => $"ticket {g.Key}: {Copies[g.Key]} copies of {g.Count()} answer")];

    /// <summary>Answers that did not arrive and of which it is not said that nobody knows.</summary>
    internal IReadOnlyList<string> LostOut => [.. Answers.Where(a => a.State != OutboxState.Uncertain && Copies[a.TicketNumber] == 0).Select(a => $"ticket {a.TicketNumber}: {a.State} {a.LastErrorCode}")];

    /// <summary>Answers that did arrive although it is still said, after another look, that nobody knows.</summary>
    internal IReadOnlyList<string> WronglyUncertain => [.. Answers.Where(a => a.State == OutboxState.Uncertain && Copies[a.TicketNumber] > 0).Select(a => $"ticket {a.TicketNumber}: Uncertain, but it arrived")];

    internal IReadOnlyList<string> Broken =>
    [
        .. Missing.Select(m => $"Lost: {m}"),
        .. DoubledIn.Select(m => $"Doubled at the desk: {m}"),
        .. DoubledOut.Select(m => $"Doubled at the customer: {m}"),
        .. LostOut.Select(m => $"Lost on its way out: {m}"),
        .. WronglyUncertain.Select(m => $"Not resolved: {m}"),
        .. Written.Count == 0 || Answers.Count == 0 ? ["Nothing was written or nothing answered, so nothing was shown."] : (string[])[],
    ];

    /// <summary>Promises of time and memory, which only a run of hours can show.</summary>
    internal IReadOnlyList<string> BrokenOverHours => Options.IsShort || !Options.Spread ? [] :
    [
        .. Freshness(0.5) >= TimeSpan.FromSeconds(2) ? ["Half of the mails took two seconds and more."] : (string[])[],
        .. Freshness(0.99) >= TimeSpan.FromMinutes(1) ? ["More than one mail in a hundred took a minute and more."] : (string[])[],
        .. Memory.IsFlat ? (string[])[] : ["Memory grew."],
    ];

    /// <summary>How long mails took from the mailbox to the committed ticket: a share of those outside bursts and outside the minute after a kill took no longer.</summary>
    internal TimeSpan Freshness(double share)
    {
        var times = Written.Where(IsOrdinary).Select(w => (Committed.TryGetValue(w.MessageId, out var at) ? at : DateTimeOffset.MaxValue) - w.At).Order().ToList();
        return times.Count == 0 ? TimeSpan.Zero : times[(int)(share * (times.Count - 1))];
    }

    internal string Text()
    {
        var text = new StringBuilder();
        var minutes = Options.Duration.TotalMinutes;
        Line($"{minutes:F0} minutes on {Store}, {Options.Mailboxes} mailboxes, {Options.Rate:F1} mails/s, {(Options.Spread ? $"faults of every kind at {Options.Faults:P0} of all requests" : $"each kind of fault at {Options.Faults:P0} of the requests it concerns")}, seed {Options.Seed}, push {Push()}, {Kills.Count} kills; Microsoft 365 simulated; everything was home after {Took.TotalMinutes:F1} minutes.");
        Line($"");
        Line($"| | |");
        Line($"|---|--:|");
        Line($"| mails written, of these in bursts | {Written.Count:N0}, {Written.Count(w => w.IsBurst):N0} |");
        Line($"| **lost, doubled at the desk** | **{Missing.Count}, {DoubledIn.Count}** |");
        Line($"| set aside after five tries, until an administrator had them fetched again | {SetAside} |");
        Line($"| answers written | {Answers.Count:N0} |");
        Line($"| **lost, doubled at the customer** | **{LostOut.Count}, {DoubledOut.Count}** |");
        Line($"| Uncertain until somebody looked again; still Uncertain, rightly: their draft was deleted | {Uncertain}; {Outbox.GetValueOrDefault(OutboxState.Uncertain)} |");
        Line($"| outbox at the end | {string.Join(", ", Outbox.OrderBy(s => s.Key).Select(s => $"{s.Value:N0} {s.Key}"))} |");
        Line($"| from mailbox to committed ticket, outside bursts and kills: p50, p95, p99 | {Freshness(0.5).TotalSeconds:F1}, {Freshness(0.95).TotalSeconds:F1}, {Freshness(0.99).TotalSeconds:F1} s |");
        Line($"| resident memory of the process that lived to the end ({Memory.Lifetime.TotalMinutes:F0} min): start, after a quarter, middle, end; peak of all | {Mib(Memory.Start)}, {Mib(Memory.Settled)}, {Mib(Memory.Middle)}, {Mib(Memory.End)}; {Mib(Memory.Peak)} MiB |");
        Line($"| its slope from the quarter on | {Memory.Slope / 1048576:F0} MiB/h |");
        Line($"| requests a mailbox and minute | {Requests / minutes / Options.Mailboxes:F1} |");
        Line($"| faults fired | {Fired.Values.Sum():N0} of {Requests:N0} requests: {string.Join(", ", Fired.Select(f => $"{f.Key} {f.Value}"))} |");
        Line($"");
        foreach (var broken in Broken.Concat(BrokenOverHours))
        {
            Line($"{broken}");
        }

        Line($"{(Broken.Count + BrokenOverHours.Count == 0 ? "Every promise was kept." : $"Promises broken: {Broken.Count + BrokenOverHours.Count}.")}");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private string Push() => (Options.Push, Options.ToldWithin) switch
    {
        (false, _) => "off",
        (true, null) => "on",
        (true, { } within) => $"on (told within {within.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s)",
    };

    private bool IsOrdinary(WrittenMail mail) =>
        !mail.IsBurst && !Kills.Any(k => mail.At >= k - TimeSpan.FromSeconds(5) && mail.At <= k + Recovery)
        && !Written.Any(b => b.IsBurst && b.Mailbox == mail.Mailbox && mail.At >= b.At - TimeSpan.FromSeconds(5) && mail.At <= b.At + Recovery);

    private static string Mib(long bytes) => (bytes / 1048576.0).ToString("F0", CultureInfo.InvariantCulture);
}
