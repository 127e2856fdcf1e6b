namespace Tern.Microsoft365Simulator.Entra;

/// <summary>How a tenant knows a service such as Graph or Exchange Online.</summary>
public enum ResourceState
{
    Present,

    /// <summary>500011: no service principal.</summary>
    Missing,

    /// <summary>500014: disabled, or the subscription lapsed.</summary>
    Disabled,

    /// <summary>650052: the organisation never subscribed to it.</summary>
    NotSubscribed,
}
