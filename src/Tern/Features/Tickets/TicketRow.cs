namespace Tern.Features.Tickets;

/// <summary>A line of the list.</summary>
public sealed record TicketRow(
    long Number,
    string Subject,
    string Preview,
    TicketStatus Status,
    bool IsAnswered,
    bool HasAttachments,
    int MessageCount,
    string? CustomerName,
    string? CustomerAddress,
    string? AssigneeName,
    string? MailboxAddress,
    DateTimeOffset LastMessageAt);
