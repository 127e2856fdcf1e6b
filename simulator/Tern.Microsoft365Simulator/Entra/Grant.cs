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

    /// <summary>When the person signed in.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>How the code came to the application; decides about credential and life.</summary>
    public PlatformType Platform { get; init; }

    /// <summary>When the person last gave a second factor in this session.</summary>
    public DateTimeOffset? SecondFactor { get; init; }

    /// <summary>The registered device the person sat at.</summary>
    public string? DeviceId { get; init; }

    /// <summary>True: the challenge of another provider was met.</summary>
    public bool MetExternalChallenge { get; init; }

    public DateTimeOffset LastUsed { get; set; }

    /// <summary>When refresh tokens of this grant were last used, by their number; only the latest few uses.</summary>
    public Dictionary<long, DateTimeOffset> TokenUses { get; init; } = [];

    /// <summary>The number of the newest refresh token; with strict rotation the only good one.</summary>
    public long LastToken { get; set; }

    /// <summary>True after this one grant was revoked by command (50173).</summary>
    public bool IsRevoked { get; set; }

    /// <summary>Set after a change of password ended it, which only happens to clients without a credential (50132, 50133).</summary>
    public int? EndedBy { get; set; }
}
