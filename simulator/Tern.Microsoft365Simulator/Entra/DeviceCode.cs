namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A sign-in that goes on at another screen (RFC 8628).</summary>
public sealed class DeviceCode
{
    /// <summary>What the person types.</summary>
    public required string UserCode { get; init; }

    /// <summary>What the application polls with.</summary>
    public required string Code { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The tenant of the address that was used; null on a shared one.</summary>
    public string? TenantId { get; init; }

    /// <summary>As asked for.</summary>
    public required string Scope { get; init; }

    public required DateTimeOffset Issued { get; init; }

    /// <summary>Set once a person has accepted.</summary>
    public string? UserId { get; set; }

    /// <summary>True once a person has declined.</summary>
    public bool IsDeclined { get; set; }

    public DateTimeOffset? SecondFactor { get; set; }

    public string? DeviceId { get; set; }

    public bool MetExternalChallenge { get; set; }
}
