using Tern.MailEngine.Errors;

namespace Tern.SimulatedYear.Office;

/// <summary>A time in which a mailbox said that something stands in its way, or soon will; another reason is another stop.</summary>
/// <param name="Mailbox">Which mailbox.</param>
/// <param name="From">When it said so first, by the true clock.</param>
/// <param name="Code">The fault code.</param>
/// <param name="ProviderCode">Microsoft's code, if its answer had one.</param>
/// <param name="Class">Who must act.</param>
/// <param name="IsAhead">True while mail still flows: the stop is announced, and comes if nobody acts.</param>
internal sealed record Stop(YearMailbox Mailbox, DateTimeOffset From, string Code, string? ProviderCode, FaultClass Class, bool IsAhead)
{
    /// <summary>When the mailbox said something else; null while it stands.</summary>
    internal DateTimeOffset? Until { get; set; }

    internal bool IsStillSo(Fault? fault, bool isAhead) =>
        fault is not null && (Code, ProviderCode, Class, IsAhead) == (fault.Code, fault.ProviderCode, fault.Class, isAhead);
}
