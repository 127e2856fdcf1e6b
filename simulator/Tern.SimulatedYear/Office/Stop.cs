using Tern.MailEngine.Errors;

namespace Tern.SimulatedYear.Office;

/// <summary>A time in which a mailbox said that something stands in its way; another reason is another stop.</summary>
/// <param name="Mailbox">Which mailbox.</param>
/// <param name="From">When it said so first, by the true clock.</param>
/// <param name="Code">The fault code.</param>
/// <param name="ProviderCode">Microsoft's code, if its answer had one.</param>
/// <param name="Class">Who must act.</param>
internal sealed record Stop(YearMailbox Mailbox, DateTimeOffset From, string Code, string? ProviderCode, FaultClass Class)
{
    /// <summary>When the mailbox said something else; null while it stands.</summary>
    internal DateTimeOffset? Until { get; set; }
}
