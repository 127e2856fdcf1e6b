namespace Tern.Features.Mailboxes;

/// <summary>The newest access token of a connection for a resource.</summary>
internal sealed class StoredAccessToken
{
    public required ConnectionId ConnectionId { get; init; }

    public required string Resource { get; init; }

    /// <summary>Encrypted.</summary>
    public required string Protected { get; set; }

    public required DateTimeOffset IssuedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset RefreshAt { get; set; }
}
