using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Whether Entra itself is well.</summary>
public sealed class ServiceHealth
{
    public EntraTrouble Trouble { get; set; }

    /// <summary>When it is over; null: until told.</summary>
    public DateTimeOffset? Until { get; set; }

    internal void Check(World world, string tenantKey)
    {
        if (Trouble == EntraTrouble.None || world.Now >= Until)
        {
            return;
        }

        // Work accounts do not notice when consumer accounts cannot be signed in.
        if (Trouble != EntraTrouble.ConsumerAccounts || string.Equals(tenantKey, "consumers", StringComparison.OrdinalIgnoreCase))
        {
            throw new EntraRefusalException((int)Trouble);
        }
    }
}
