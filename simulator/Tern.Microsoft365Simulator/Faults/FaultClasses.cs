namespace Tern.Microsoft365Simulator.Faults;

/// <summary>Every named fault class.</summary>
internal static class FaultClasses
{
    internal static readonly FaultClass[] All = [.. IdentityFaults.All, .. ReadingFaults.All, .. PushFaultClasses.All, .. SendingFaults.All];

    internal static FaultClass? Find(string id) => Array.Find(All, c => string.Equals(c.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Fills in what the fault leaves to its class.</summary>
    /// <exception cref="ArgumentException">There is no such class, it strikes no request and is narrowed as if it did, or a value is impossible.</exception>
    internal static void Complete(Fault fault)
    {
        FaultCheck.Check(fault);
        if (fault.Class is not { } id)
        {
            return;
        }

        var named = Find(id) ?? throw new ArgumentException($"There is no fault class {id}.", nameof(fault));
        if (named.Serve is null && (fault.Method is not null || fault.BodyContains is not null))
        {
            throw new ArgumentException($"{named.Id} strikes no request, so that method and bodyContains cannot narrow it.", nameof(fault));
        }

        fault.Class = named.Id;
        fault.Times ??= fault.Always ? null : named.Times;
        fault.Amount ??= named.Amount;
        fault.Delay = fault.Delay == TimeSpan.Zero ? named.Delay : fault.Delay;
    }
}
