using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Office;

namespace Tern.SimulatedYear.Promises;

/// <summary>What came of a year.</summary>
internal sealed record YearReport
{
    internal required int Seed { get; init; }

    internal required int Days { get; init; }

    /// <summary>By the clock on the wall.</summary>
    internal required TimeSpan Took { get; init; }

    /// <summary>Time that a processor spent on it, which is the same whatever else the machine does.</summary>
    internal required TimeSpan Worked { get; init; }

    /// <summary>Over everything that happened, in order.</summary>
    internal required string Hash { get; init; }

    internal required long Events { get; init; }

    internal required long Requests { get; init; }

    /// <summary>How often Graph did not accept a token.</summary>
    internal required long Unauthorized { get; init; }

    /// <summary>How often a token was used past its end.</summary>
    internal required long ExpiredTokens { get; init; }

    /// <summary>How often a machine lost its power.</summary>
    internal required int PowerFailures { get; init; }

    internal required long Checks { get; init; }

    internal required IReadOnlyList<ConnectionCount> Connections { get; init; }

    /// <summary>What customers wrote.</summary>
    internal required IReadOnlyList<Mail> Written { get; init; }

    /// <summary>What agents replied.</summary>
    internal required IReadOnlyList<Mail> Replies { get; init; }

    /// <summary>Mail that nobody wrote, or that came out in the wrong place.</summary>
    internal required IReadOnlyList<string> Strange { get; init; }

    /// <summary>Replies whose outbox row does not say that they were sent.</summary>
    internal required IReadOnlyList<string> UnsentReplies { get; init; }

    internal required IReadOnlyList<NamedStop> Stops { get; init; }

    /// <summary>The secrets of the delegated connection.</summary>
    internal required IReadOnlyList<YearSecret> Secrets { get; init; }

    /// <summary>Warnings of a credential's end that the engine gave.</summary>
    internal required IReadOnlyList<(Guid Credential, int Days, DateTimeOffset At)> Warnings { get; init; }

    /// <summary>When the certificates end that Microsoft knows of on the last day.</summary>
    internal required IReadOnlyList<DateTimeOffset> CertificatesEnd { get; init; }

    /// <summary>What the diary says about the days that were played.</summary>
    internal required IReadOnlyList<Happening> Happenings { get; init; }

    internal IEnumerable<Mail> Lost => Written.Where(m => m.Copies == 0);

    internal IEnumerable<Mail> Doubled => Written.Where(m => m.Copies > 1);

    internal IEnumerable<NamedStop> ToldToSignIn => Stops.Where(s => s.Stop.Class == FaultClass.PersonMustSignIn);

    /// <summary>How long a mail or a reply waited although nothing stood in its way; the longest.</summary>
    internal TimeSpan LongestWait => Written.Concat(Replies).Where(m => m.ArrivedAt is not null && !IsExcused(m)).Select(m => m.ArrivedAt!.Value - m.WrittenAt).DefaultIfEmpty().Max();

    private bool IsExcused(Mail mail) =>
        Stops.Any(s => !s.Stop.IsAhead && s.Stop.Mailbox == mail.Mailbox && s.Stop.From <= mail.ArrivedAt && (s.Stop.Until ?? DateTimeOffset.MaxValue) >= mail.WrittenAt)
        || Happenings.Any(h => h.IsRough && YearOffice.Start + h.From <= mail.WrittenAt && mail.WrittenAt < YearOffice.Start + h.Until);
}

/// <summary>A connection's tokens.</summary>
/// <param name="Mailbox">Its mailbox's name.</param>
/// <param name="Kind">How it was granted.</param>
/// <param name="Tokens">Its token requests.</param>
internal sealed record ConnectionCount(string Mailbox, GrantKind Kind, TokenCount Tokens);
