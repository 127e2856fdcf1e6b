namespace Tern.Features.Mailboxes;

/// <summary>A secret or a certificate. Its private part is stored encrypted and never shown again.</summary>
internal sealed class Credential
{
    public required CredentialId Id { get; init; }

    public required ConnectionId ConnectionId { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <summary>The secret's value, or the certificate with its key as PKCS #12 in base64; encrypted.</summary>
    public required string Protected { get; init; }

    /// <summary>SHA-256 thumbprint of a certificate.</summary>
    public string? Thumbprint { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public enum CredentialKind
{
    Secret = 1,
    Certificate = 2,
}
