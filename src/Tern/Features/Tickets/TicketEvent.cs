using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets;

/// <summary>One line of the ordered feed of everything that happened. Lists, streams and reports read it by id.</summary>
internal sealed class TicketEvent : IFeedEntry
{
    private TicketEvent()
    {
    }

    public long Id { get; private set; }

    public required TicketEventKind Kind { get; init; }

    public required TicketId TicketId { get; init; }

    public required long TicketNumber { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null where a mail or Tern itself did it.</summary>
    public AgentId? By { get; init; }

    public MessageId? MessageId { get; init; }

    public TicketStatus? FromStatus { get; init; }

    public TicketStatus? ToStatus { get; init; }

    public AgentId? FromAgent { get; init; }

    public AgentId? ToAgent { get; init; }

    public OutboxState? Delivery { get; init; }

    /// <summary>Of a merge: the number of the other ticket.</summary>
    public long? OtherNumber { get; init; }

    internal static TicketEvent Created(Ticket ticket, Message message) => New(TicketEventKind.Created, ticket, message.CreatedAt, null, message.Id);

    /// <summary>An agent began it.</summary>
    internal static TicketEvent Begun(Ticket ticket, Message message) => New(TicketEventKind.Created, ticket, message.CreatedAt, message.AuthorId, message.Id);

    internal static TicketEvent Forwarded(Ticket ticket, Message message) => New(TicketEventKind.Forwarded, ticket, message.CreatedAt, message.AuthorId, message.Id);

    internal static TicketEvent Received(Ticket ticket, Message message) => New(TicketEventKind.MessageReceived, ticket, message.CreatedAt, null, message.Id);

    internal static TicketEvent Replied(Ticket ticket, Message message) => New(TicketEventKind.ReplyAdded, ticket, message.CreatedAt, message.AuthorId, message.Id);

    internal static TicketEvent Noted(Ticket ticket, Message message) => New(TicketEventKind.NoteAdded, ticket, message.CreatedAt, message.AuthorId, message.Id);

    internal static TicketEvent Acknowledged(Ticket ticket, Message message) => New(TicketEventKind.Acknowledged, ticket, message.CreatedAt, null, message.Id);

    internal static TicketEvent StatusChanged(Ticket ticket, TicketStatus from, AgentId? by, DateTimeOffset at) => new()
    {
        Kind = TicketEventKind.StatusChanged,
        TicketId = ticket.Id,
        TicketNumber = ticket.Number,
        At = at,
        By = by,
        FromStatus = from,
        ToStatus = ticket.Status,
    };

    // The previous owner is kept: reports count hand-overs, and "who had it" is the first question after a complaint.
    internal static TicketEvent Assigned(Ticket ticket, AgentId? from, AgentId by, DateTimeOffset at) => new()
    {
        Kind = TicketEventKind.Assigned,
        TicketId = ticket.Id,
        TicketNumber = ticket.Number,
        At = at,
        By = by,
        FromAgent = from,
        ToAgent = ticket.AssigneeId,
    };

    internal static TicketEvent MergedInto(Ticket ticket, Ticket survivor, AgentId by, DateTimeOffset at) => Merge(TicketEventKind.MergedInto, ticket, survivor, by, at);

    internal static TicketEvent TookOver(Ticket survivor, Ticket ticket, AgentId by, DateTimeOffset at) => Merge(TicketEventKind.TookOver, survivor, ticket, by, at);

    internal static TicketEvent DeliveryChanged(OutboxItem item, DateTimeOffset at) => new()
    {
        Kind = TicketEventKind.DeliveryChanged,
        TicketId = item.TicketId,
        TicketNumber = item.TicketNumber,
        At = at,
        MessageId = item.MessageId,
        Delivery = item.State,
    };

    private static TicketEvent Merge(TicketEventKind kind, Ticket ticket, Ticket other, AgentId by, DateTimeOffset at) => new()
    {
        Kind = kind,
        TicketId = ticket.Id,
        TicketNumber = ticket.Number,
        At = at,
        By = by,
        OtherNumber = other.Number,
    };

    private static TicketEvent New(TicketEventKind kind, Ticket ticket, DateTimeOffset at, AgentId? by, MessageId message) => new()
    {
        Kind = kind,
        TicketId = ticket.Id,
        TicketNumber = ticket.Number,
        At = at,
        By = by,
        MessageId = message,
    };
}
