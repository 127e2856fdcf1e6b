using System.Collections.ObjectModel;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>All grants in the order of their sign-ins, found by id at once: each refresh asks for one.</summary>
internal sealed class GrantList : KeyedCollection<string, Grant>
{
    internal GrantList()
        : base(StringComparer.Ordinal)
    {
    }

    internal Grant? FindById(string? id) => id is not null && TryGetValue(id, out var grant) ? grant : null;

    protected override string GetKeyForItem(Grant item) => item.Id;
}
