namespace Tern.Microsoft365Simulator.Entra;

/// <summary>What a user's sign-in left behind for an application: the root of all refresh tokens that follow from it.</summary>
public sealed class Grant
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public required string TenantId { get; init; }

    public required string UserId { get; init; }

    /// <summary>Scopes as they were granted, with their resource.</summary>
    public required List<string> Scopes { get; init; }

    public required DateTimeOffset Issued { get; init; }

    public DateTimeOffset LastUsed { get; set; }

    /// <summary>The number of the newest refresh token; with strict rotation the only good one.</summary>
    public long LastToken { get; set; }

    /// <summary>True after this one grant was revoked by command (50173).</summary>
    public bool IsRevoked { get; set; }
}

/// <summary>A code on its way through the browser (RFC 6749 §4.1.2).</summary>
internal sealed class AuthorizationCode
{
    public required string ClientId { get; init; }

    public required string TenantId { get; init; }

    public required string UserId { get; init; }

    public required string RedirectUri { get; init; }

    public required List<string> Scopes { get; init; }

    public required DateTimeOffset Issued { get; init; }

    public string? Challenge { get; init; }

    public bool IsPlainChallenge { get; init; }

    public string? Nonce { get; init; }

    public bool IsRedeemed { get; set; }
}
