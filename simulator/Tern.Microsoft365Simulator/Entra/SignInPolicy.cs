namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A Conditional Access policy: for whom and where, and what it asks for.</summary>
public sealed class SignInPolicy
{
    public required string Id { get; init; }

    public required PolicyRequirement Requires { get; init; }

    /// <summary>Object ids of the people it is about; null for all.</summary>
    public List<string>? Users { get; init; }

    /// <summary>Client ids of the applications it is about; null for all.</summary>
    public List<string>? Apps { get; init; }

    /// <summary>Networks (CIDR) that are left out, as trusted locations are; null where the location does not matter.</summary>
    public List<string>? ExceptNetworks { get; init; }

    /// <summary>For <see cref="PolicyRequirement.SignInFrequency"/> and <see cref="PolicyRequirement.MultiFactorFrequency"/>.</summary>
    public TimeSpan? Every { get; init; }

    public DateTimeOffset Created { get; init; }
}

/// <summary>What a policy asks for, and the code of its refusal.</summary>
public enum PolicyRequirement
{
    /// <summary>53003.</summary>
    Block,

    /// <summary>50076, or 50079 for people who never enrolled.</summary>
    MultiFactor,

    /// <summary>50158: a challenge of another provider.</summary>
    ExternalChallenge,

    /// <summary>70043 once the last sign-in is longer ago than <see cref="SignInPolicy.Every"/>.</summary>
    SignInFrequency,

    /// <summary>70044: at every use anew, so that no refresh ever works.</summary>
    SignInEveryTime,

    /// <summary>50078 once the last second factor is longer ago than <see cref="SignInPolicy.Every"/>.</summary>
    MultiFactorFrequency,

    /// <summary>A device of the tenant: 50097, 700003, 135010, 135011.</summary>
    Device,

    /// <summary>53000.</summary>
    CompliantDevice,

    /// <summary>53001.</summary>
    JoinedDevice,

    /// <summary>53002 unless the application is approved.</summary>
    ApprovedApp,

    /// <summary>530032 for people at risk.</summary>
    NoRisk,
}
