namespace Tern.Features.Tickets;

/// <summary>Why a mail did not become a message.</summary>
internal enum IntakeIgnored
{
    /// <summary>Tern wrote it itself: a notification that came back.</summary>
    OwnNotification = 1,

    /// <summary>A copy of a reply that left from here.</summary>
    OwnCopy = 2,

    /// <summary>The same mail, delivered to another of our addresses, is a message already.</summary>
    AlreadyThere = 3,

    /// <summary>Somebody wrote it in the mailbox itself, and it belongs to no ticket.</summary>
    SentElsewhere = 4,
}
