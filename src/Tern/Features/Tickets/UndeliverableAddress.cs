using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>
/// An address that is dead, as a report said: nobody of that name, no such domain, moved, or accepting no mail. Who writes to it is warned. It is taken away by a mail
/// from there, or by an agent.
/// </summary>
internal sealed class UndeliverableAddress
{
    public required string AddressNormalized { get; init; }

    public required FailureReason Reason { get; set; }

    public string? Status { get; set; }

    /// <summary>The mail of ours that came back.</summary>
    public required MessageId MessageId { get; set; }

    public required DateTimeOffset At { get; set; }
}
