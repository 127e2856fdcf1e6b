namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A code on its way through the browser (RFC 6749 §4.1.2).</summary>
internal sealed class AuthorizationCode
{
    public required string ClientId { get; init; }

    public required string TenantId { get; init; }

    public required string UserId { get; init; }

    public required string RedirectUri { get; init; }

    public required List<string> Scopes { get; init; }

    public required DateTimeOffset Issued { get; init; }

    public PlatformType Platform { get; init; }

    public DateTimeOffset? SecondFactor { get; init; }

    public string? DeviceId { get; init; }

    public bool MetExternalChallenge { get; init; }

    public string? Challenge { get; init; }

    public bool IsPlainChallenge { get; init; }

    public string? Nonce { get; init; }

    public bool IsRedeemed { get; set; }
}
