namespace Tern.Features.Mailboxes;

/// <summary>What was granted to a connection: its version, and for a delegated grant the refresh token and who signed in.</summary>
internal sealed class Grant
{
    public required ConnectionId ConnectionId { get; init; }

    /// <summary>Rises with every change, so that an older result never overwrites a newer one. Not the row's concurrency token: it is compared by hand.</summary>
    public long Number { get; set; }

    /// <summary>Encrypted.</summary>
    public string? ProtectedRefreshToken { get; set; }

    public string? SignedInObjectId { get; set; }

    public string? SignedInUserName { get; set; }

    public DateTimeOffset? SignedInAt { get; set; }

    public DateTimeOffset? RefreshedAt { get; set; }

    /// <summary>The refresh that is under way, in whichever process.</summary>
    public Guid? ClaimedBy { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>The last refresh as JSON, where it failed.</summary>
    public string? Failure { get; set; }

    /// <summary>The permissions of the last token, separated by blanks; null where they could not be seen.</summary>
    public string? Permissions { get; set; }
}
