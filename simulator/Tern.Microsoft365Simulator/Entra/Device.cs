namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A computer registered in a tenant. A person who has one signs in from the newest of theirs.</summary>
public sealed class Device
{
    public required string Id { get; init; }

    /// <summary>The object id of its owner.</summary>
    public required string UserId { get; init; }

    /// <summary>False: 135011.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>False: the key that proves the device is gone (135010).</summary>
    public bool HasKey { get; set; } = true;

    /// <summary>False: 53000 where compliance is asked for.</summary>
    public bool IsCompliant { get; set; } = true;

    /// <summary>False: 53001 where a joined device is asked for.</summary>
    public bool IsJoined { get; set; } = true;
}
