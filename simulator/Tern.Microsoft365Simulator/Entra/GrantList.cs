using System.Collections.ObjectModel;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>All grants in the order of their sign-ins, found by id at once: each refresh asks for one.</summary>
internal sealed class GrantList : KeyedCollection<string, Grant>
{
    private static readonly TimeSpan KeptAfterTheEnd = TimeSpan.FromDays(90);

    internal GrantList()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Adds a grant, and forgets those whose last refresh token has been past its end for long: their tokens tell of it themselves.</summary>
    internal void Add(World world, Grant grant)
    {
        var kept = world.Settings.RefreshTokenLife + KeptAfterTheEnd;
        // They stand in the order of their sign-ins, so that a young one ends the search.
        foreach (var old in this.TakeWhile(g => world.Now >= g.Issued + kept).Where(g => world.Now >= g.LastUsed + kept).ToList())
        {
            Remove(old.Id);
        }

        Add(grant);
    }

    internal Grant? FindById(string? id) => id is not null && TryGetValue(id, out var grant) ? grant : null;

    protected override string GetKeyForItem(Grant item) => item.Id;
}
