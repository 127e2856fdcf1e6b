namespace Tern.Features.Mailboxes;

/// <summary>A secret, a certificate, or another issuer's token. Its private part is stored encrypted and never shown again.</summary>
internal sealed class Credential
{
    public required CredentialId Id { get; init; }

    public required ConnectionId ConnectionId { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <summary>The secret's value, the certificate with its key as PKCS #12 in base64, or the path of a federated token's file; encrypted.</summary>
    public required string Protected { get; init; }

    /// <summary>Thumbprint of a certificate as Entra shows it: SHA-1.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The first characters of a secret, as Entra shows them: they tell one secret from another.</summary>
    public string? Mark { get; init; }

    /// <summary>When it was last tried for itself.</summary>
    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>Why it was refused then; null where it worked.</summary>
    public string? RefusedCode { get; set; }

    public CredentialStage Stage { get; set; }

    /// <summary>A certificate that Tern made, and replaces before it ends.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Microsoft's id of it (Graph: keyId), where it is known.</summary>
    public string? KeyId { get; set; }

    /// <summary>When Microsoft took it, for one that Tern handed over itself.</summary>
    public DateTimeOffset? AddedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The last warning of its end, as days before it.</summary>
    public int? WarnedDays { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public enum CredentialKind
{
    Secret = 1,
    Certificate = 2,
    Federated = 3,
}

/// <summary>How far a credential has come.</summary>
public enum CredentialStage
{
    /// <summary>It is tried.</summary>
    InUse = 0,

    /// <summary>A next certificate; Microsoft has not heard of it yet.</summary>
    Made = 1,

    /// <summary>A next certificate that Microsoft took; it has not worked yet.</summary>
    Added = 2,
}
