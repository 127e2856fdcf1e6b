namespace Tern.Features.Tickets;

/// <summary>Everything a conversation shows. Where its mailbox was removed it can be read and noted upon, not answered.</summary>
public sealed record ConversationModel(
    long Number,
    string Subject,
    TicketStatus Status,
    string? CustomerName,
    string? CustomerAddress,
    Guid? Assignee,
    string? MailboxAddress,
    bool IsMailboxRemoved,
    long? MergedInto,
    long? FollowUpOf,
    int MessageCount,
    long Version,
    IReadOnlyList<TimelineEntry> Timeline,
    ReplyRecipients Recipients,
    IReadOnlyList<string> Senders,
    long FileBytes,
    IReadOnlyList<AgentChoice> Agents);

/// <summary>An agent as a ticket can be given to.</summary>
public sealed record AgentChoice(Guid Id, string Name);

/// <summary>Whom an answer would go to: the last person who wrote, and who else was on that mail.</summary>
public sealed record ReplyRecipients(string? To, IReadOnlyList<string> Cc, IReadOnlyList<DeadAddress> Dead);

/// <summary>An address that mail came back from for good.</summary>
public sealed record DeadAddress(string Address, Mail.FailureReason Reason);

/// <summary>One thing in the order it happened.</summary>
public abstract record TimelineEntry(DateTimeOffset At);

/// <summary>A message; <paramref name="Quoted"/> is the whole text where more than the visible part was sent.</summary>
public sealed record MessageEntry(
    Guid Id,
    MessageKind Kind,
    string FromName,
    string FromAddress,
    string Recipients,
    string BlindRecipients,
    string Text,
    string? Quoted,
    bool HasHtml,
    bool HasSource,
    bool IsAutomatic,
    MessageMarks Marks,
    IReadOnlyList<FileEntry> Files,
    IReadOnlyList<FailureEntry> Failures,
    DeliveryEntry? Delivery,
    DateTimeOffset At) : TimelineEntry(At)
{
    /// <summary>Of a forward: the message that it passes on.</summary>
    public Guid? ForwardOf { get; init; }

    /// <summary>Pictures that an agent put into the text; each stands where its name does, in square brackets.</summary>
    public IReadOnlyList<PictureEntry> Pictures { get; init; } = [];
}

/// <summary>A picture in what an agent wrote.</summary>
public sealed record PictureEntry(string Name, string ContentId);

/// <summary>An address at which it did not arrive.</summary>
/// <param name="Address">Empty where the report names none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Technical">What the other server said, for whoever wants to know.</param>
/// <param name="IsMarked">Whoever writes there is warned.</param>
/// <param name="At">When that was told.</param>
public sealed record FailureEntry(string Address, Mail.FailureReason Reason, string? Technical, bool IsMarked, DateTimeOffset At);

/// <summary>What is to be said of a mail beside its words.</summary>
public sealed record MessageMarks(bool IsSenderDoubtful, bool IsSigned, bool IsEncrypted, int TrackingPixels, Mail.Invitation? Invitation)
{
    /// <summary>Somebody wrote it in the mailbox itself, past Tern.</summary>
    public bool IsWrittenInMailbox { get; init; }

    /// <summary>Somebody wrote it whom the ticket was passed on to.</summary>
    public bool IsOfThirdParty { get; init; }
}

/// <summary>A file to download.</summary>
public sealed record FileEntry(Guid Id, string Name, long Size);

/// <summary>How far a reply has come.</summary>
public sealed record DeliveryEntry(OutboxState State, string? Error, DateTimeOffset? NextAttemptAt, DateTimeOffset? SentAt)
{
    /// <summary>How often it was looked for since it was handed over, where that is not certain.</summary>
    public int Looks { get; init; }

    /// <summary>Microsoft said that it had taken it over.</summary>
    public bool WasAccepted { get; init; }

    /// <summary>When it was last looked for.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>It was kept back until then, because of the mailbox's daily limit.</summary>
    public DateTimeOffset? HeldUntil { get; init; }
}

/// <summary>A change of the ticket itself.</summary>
public sealed record ChangeEntry(string? By, TicketStatus? Status, bool IsAssignment, string? ToAgent, DateTimeOffset At) : TimelineEntry(At);

/// <summary>A merge, seen from the ticket that was given up or from the one that goes on.</summary>
public sealed record MergeEntry(string? By, bool IsGivenUp, long OtherNumber, DateTimeOffset At) : TimelineEntry(At);
