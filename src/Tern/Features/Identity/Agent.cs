namespace Tern.Features.Identity;

/// <summary>A person who works here.</summary>
internal sealed class Agent
{
    public required AgentId Id { get; init; }

    public required string Name { get; set; }

    public required string Email { get; set; }

    public string EmailNormalized { get; set; } = "";

    /// <summary>IANA name; null until a browser has told it.</summary>
    public string? TimeZone { get; set; }

    public bool IsAdministrator { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>Changes with everything that must end the sessions open elsewhere.</summary>
    public string SecurityStamp { get; set; } = "";

    public int AccessFailedCount { get; set; }

    public DateTimeOffset? LockoutEnd { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long Version { get; private set; }
}
