using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>An address at which a mail of ours did not arrive, as a report told it (RFC 3464). It stands at the very message.</summary>
internal sealed class DeliveryFailure
{
    internal const int MaxAddress = 320;

    public required MessageId MessageId { get; init; }

    /// <summary>Empty where the report names nobody and the mail went to several.</summary>
    public required string AddressNormalized { get; init; }

    public required TicketId TicketId { get; init; }

    /// <summary>The report itself, which is a message too.</summary>
    public required MessageId ReportId { get; set; }

    public required FailureReason Reason { get; set; }

    /// <summary>RFC 3463, such as 5.1.1.</summary>
    public string? Status { get; set; }

    /// <summary>What the other server said.</summary>
    public string? Diagnostic { get; set; }

    public required DateTimeOffset At { get; set; }
}
