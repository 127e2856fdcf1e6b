namespace Tern.Microsoft365Simulator.State;

/// <summary>Something that was accepted and happens later.</summary>
internal sealed class PendingEffect
{
    public required DateTimeOffset Due { get; init; }

    /// <summary>Keeps effects of one instant in the order they were accepted.</summary>
    public required long Order { get; init; }

    public required EffectKind Kind { get; init; }

    /// <summary>Object id of the mailbox's user, where a mailbox is touched.</summary>
    public string? UserId { get; init; }

    public long Message { get; init; }

    public string? Address { get; init; }

    public string? From { get; init; }

    public byte[]? Raw { get; init; }

    /// <summary>The item can be found nowhere while it is under way.</summary>
    public bool HidesItem { get; init; }

    /// <summary>Why a mail goes back.</summary>
    public string? Diagnostic { get; init; }
}

/// <summary>The kinds of things that happen later.</summary>
internal enum EffectKind
{
    /// <summary>The draft leaves Drafts for the Outbox.</summary>
    LeaveDrafts,

    /// <summary>The copy shows in Sent Items.</summary>
    ShowInSentItems,

    /// <summary>The mail reaches one recipient.</summary>
    Deliver,

    /// <summary>The mail goes back to its sender, for all of its recipients.</summary>
    Return,

    /// <summary>The item is gone, because no copy was wanted.</summary>
    Vanish,
}
