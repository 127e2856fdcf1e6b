using Tern.MailEngine;
using Tern.MailEngine.Errors;

namespace Tern.Features.Mailboxes;

/// <summary>What Microsoft promised to tell us of a mailbox, and until when.</summary>
internal sealed class SubscriptionRow
{
    public required MailboxId MailboxId { get; init; }

    /// <summary>The secret of its notifications, encrypted.</summary>
    public required string ProtectedClientState { get; set; }

    /// <summary>Microsoft's id of it; null while there is none.</summary>
    public string? SubscriptionId { get; set; }

    public string? Address { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RenewAt { get; set; }

    /// <summary>Microsoft was asked for one, and its answer is not known.</summary>
    public bool IsAsked { get; set; }

    /// <summary>How long one may last, where Microsoft told.</summary>
    public int? LongestMinutes { get; set; }

    public int Failures { get; set; }

    public string? FaultCode { get; set; }

    public FaultClass? FaultClass { get; set; }

    public string? FaultDetail { get; set; }

    public string? ProviderCode { get; set; }

    public string? RequestId { get; set; }

    public required DateTimeOffset CareAt { get; set; }
}
