using System.Text.Json.Nodes;
using Tern.Reliability.Running;

namespace Tern.Reliability.Soak;

/// <summary>The kinds of trouble of a soak: all that the simulator knows and that end by themselves.</summary>
internal static class SoakFaults
{
    /// <summary>
    /// Not among them: what a person must end (A4 to A11, A13, A14, A19, G10, S5), what is about sign-ins and certificates, of which there are none here (A2, A3, A18),
    /// what truly takes a mail away or refuses it (G12, S6, S7, S8), and floods (G15, G16), which the bursts are for.
    /// </summary>
    internal static readonly string[] Classes =
    [
        "A1", "A12", "A15", "A16", "A17", "A20", "A21",
        "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G11", "G13", "G14", "G17", "G18", "G19", "G20",
        "S1", "S2", "S3", "S4", "S9", "S10",
    ];

    internal static readonly string[] PushClasses = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12"];

    internal static async Task BreakAsync(SimulatedTenant tenant, SoakOptions options, CancellationToken cancellationToken)
    {
        foreach (var kind in options.Push ? Classes.Concat(PushClasses) : Classes)
        {
            await tenant.BreakAsync(new JsonObject { ["class"] = kind, ["id"] = kind, ["probability"] = options.EachFault, ["always"] = true }, cancellationToken);
        }

        foreach (var cut in (string[])["BeforeEffect", "AfterEffect"])
        {
            await tenant.BreakAsync(new JsonObject { ["id"] = $"cut {cut}", ["path"] = "/v1.0/*", ["cut"] = cut, ["probability"] = options.EachFault }, cancellationToken);
        }
    }

    internal static async Task<IReadOnlyDictionary<string, int>> FiredAsync(SimulatedTenant tenant, CancellationToken cancellationToken) =>
        (await tenant.FaultsAsync(cancellationToken)).ToDictionary(f => (string)f!["id"]!, f => (int)f!["fired"]!);
}
