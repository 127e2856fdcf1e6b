using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>What goes wrong at present, on the overview.</summary>
internal static class FaultSection
{
    internal static string Show(World world) => Table.Of(
        "Faults",
        ["Id", "Where", "What", "Seen", "Fired", "Change"],
        world.State.Faults.Select(f => new[]
        {
            Html.Encode(f.Id),
            Html.Encode($"{f.Method ?? "any"} {f.Path ?? (f.Class is null ? "*" : "request of its class")}{(f.BodyContains is { } text ? $" with \"{text}\"" : string.Empty)}"),
            Html.Encode(What(f)),
            $"{f.Seen}",
            $"{f.Fired}{(f.Times is { } times ? $" of {times}" : string.Empty)}",
            Table.Button("/faults/remove", "Remove", ("id", f.Id)),
        }),
        "Nothing goes wrong.");

    private static string What(Fault fault)
    {
        var parts = new List<string>();
        if (fault.Class is { } id)
        {
            parts.Add($"{id}: {FaultClasses.Find(id)?.Says}");
        }

        if (fault.Status is { } status)
        {
            parts.Add($"{status} {fault.GraphCode}".TrimEnd());
        }

        if (fault.Aadsts is { } code)
        {
            parts.Add($"AADSTS{code}");
        }

        if (fault.Delay > TimeSpan.Zero)
        {
            parts.Add($"after {fault.Delay:c}");
        }

        if (fault.BytesPerSecond is { } slow)
        {
            parts.Add($"{slow} bytes a second");
        }

        if (fault.Cut != Cut.None)
        {
            parts.Add($"cut: {fault.Cut}");
        }

        return string.Join(", ", parts.Concat(fault.Headers.Select(h => $"{h.Key}: {h.Value}")));
    }
}
