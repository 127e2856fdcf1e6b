using Tern.Features.Customers;
using Tern.Features.Identity;
using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>A customer's request and everything said about it, from the first message until it is closed.</summary>
internal sealed class Ticket
{
    private Ticket()
    {
    }

    public required TicketId Id { get; init; }

    public long Number { get; private set; }

    public required string Subject { get; init; }

    public TicketStatus Status { get; private set; }

    public TicketShelf Shelf { get; private set; }

    /// <summary>The mailbox it came to, and so the one that answers; null where it came to none, or where that one was removed.</summary>
    public MailboxId? MailboxId { get; init; }

    /// <summary>Of the mailbox it came to; remembered also when that was removed.</summary>
    public string? MailboxAddress { get; init; }

    /// <summary>Null where the first mail named no usable sender.</summary>
    public CustomerId? CustomerId { get; init; }

    public Customer? Customer { get; private set; }

    /// <summary>The ticket that took this one's place: whatever comes in goes there.</summary>
    public TicketId? MergedIntoId { get; private set; }

    /// <summary>The closed ticket that this one goes on from.</summary>
    public TicketId? FollowUpOfId { get; init; }

    /// <summary>When it was closed; null while it is not.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    public AgentId? AssigneeId { get; private set; }

    public Agent? Assignee { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>What lists are sorted by; notes and changes of status do not move a ticket.</summary>
    public DateTimeOffset LastMessageAt { get; private set; }

    /// <summary>The first line of the last message, for the list.</summary>
    public string Preview { get; private set; } = "";

    public bool HasAttachments { get; private set; }

    public int MessageCount { get; private set; }

    /// <summary>The last word is ours; otherwise the customer waits.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Rises with every change. Whoever acts on an older version is told so instead of overwriting.</summary>
    public long Version { get; private set; }

    internal static Ticket Open(
        TicketId id, long number, string subject, CustomerId? customer, MailboxId? mailbox, string? mailboxAddress, DateTimeOffset now, TicketId? followUpOf = null) => new()
        {
            FollowUpOfId = followUpOf,
            Id = id,
            Number = number,
            Subject = subject,
            CustomerId = customer,
            MailboxId = mailbox,
            MailboxAddress = mailboxAddress,
            CreatedAt = now,
            UpdatedAt = now,
            LastMessageAt = now,
            Status = TicketStatus.New,
            Shelf = TicketShelf.Open,
        };

    /// <summary>Takes in a message of the customer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="wakes">False where it tells of a mail that nobody here wrote.</param>
    /// <returns>True when it woke the ticket up.</returns>
    internal bool Receive(Message message, bool wakes)
    {
        TakeIn(message, isAnswered: false);

        // "I am away until Monday" does not wake anything; a mail that came back does, because the customer has no answer.
        // What came through a list was written by somebody all the same.
        var isNews = message.Automatic is Mail.AutomaticKind.None or Mail.AutomaticKind.List or Mail.AutomaticKind.Bounce;
        return wakes && isNews && (Shelf is TicketShelf.Pending or TicketShelf.Done) && ChangeStatus(TicketStatus.Open, message.CreatedAt);
    }

    internal void Answer(Message message) => TakeIn(message, isAnswered: true);

    /// <summary>A machine said that the mail has arrived: it takes its place, and the customer still waits for an answer.</summary>
    internal void Acknowledge(Message message)
    {
        message.Position = ++MessageCount;
        UpdatedAt = message.CreatedAt;
    }

    /// <summary>Something of it was passed on: that takes its place, and the customer still waits as before.</summary>
    internal void PassOn(Message message) => AddNote(message);

    /// <summary>A note is for colleagues: it takes its place, and the customer still waits as before.</summary>
    internal void AddNote(Message message)
    {
        message.Position = ++MessageCount;
        UpdatedAt = message.CreatedAt;
        HasAttachments |= message.HasFiles;
    }

    /// <returns>False when it was already so; then there is nothing to save or announce.</returns>
    internal bool ChangeStatus(TicketStatus status, DateTimeOffset at)
    {
        if (Status == status)
        {
            return false;
        }

        Status = status;
        Shelf = status.Shelf();
        ClosedAt = status == TicketStatus.Closed ? at : null;
        UpdatedAt = at;
        return true;
    }

    /// <summary>Gives the ticket to an agent, or back to everyone when null.</summary>
    /// <returns>False when it was already so.</returns>
    internal bool AssignTo(AgentId? agent, DateTimeOffset at)
    {
        if (AssigneeId == agent)
        {
            return false;
        }

        AssigneeId = agent;
        UpdatedAt = at;
        return true;
    }

    /// <summary>Goes on for another that was merged into it: reopened where that was open, so that nobody's question disappears.</summary>
    /// <returns>True when it was reopened.</returns>
    internal bool TakeOver(Ticket other, DateTimeOffset at)
    {
        UpdatedAt = at;
        return other.Shelf == TicketShelf.Open && Shelf != TicketShelf.Open && ChangeStatus(TicketStatus.Open, at);
    }

    /// <summary>It was merged into another that has been merged since.</summary>
    internal void FollowMerge(Ticket survivor) => MergedIntoId = survivor.Id;

    /// <summary>Closes it in favour of another: what was said stays here, what comes in goes there.</summary>
    /// <exception cref="InvalidOperationException">It would lead to itself, or was merged already; the caller asks before.</exception>
    internal void MergeInto(Ticket survivor, DateTimeOffset at)
    {
        if (survivor.Id == Id || MergedIntoId is not null || survivor.MergedIntoId is not null)
        {
            throw new InvalidOperationException($"Ticket {Number} cannot be merged into {survivor.Number}.");
        }

        MergedIntoId = survivor.Id;
        ChangeStatus(TicketStatus.Closed, at);
    }

    private void TakeIn(Message message, bool isAnswered)
    {
        message.Position = ++MessageCount;
        IsAnswered = isAnswered;
        HasAttachments |= message.HasFiles;
        Preview = message.FirstLine();
        UpdatedAt = message.CreatedAt;
        LastMessageAt = message.CreatedAt;
    }
}
