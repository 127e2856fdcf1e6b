using System.Globalization;
using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>For each refusal that stands in the simulator's sources, a test in this folder has Microsoft's own client refused with that status and code. Entra's codes are counted by <see cref="EveryRefusalTests"/>.</summary>
public sealed partial class RefusalCoverageTests
{
    // Where a switch or a parameter decides, the sources do not say it in one place.
    private static readonly Dictionary<string, (int Status, string Code)[]> Decided = new(StringComparer.Ordinal)
    {
        ["world.Settings.QuotaStatus, \"ErrorQuotaExceeded\""] = [(507, "ErrorQuotaExceeded"), (429, "ErrorQuotaExceeded")],
        ["call.World.Settings.MailAdvancedStatus, \"ErrorAccessDenied\""] = [(403, "ErrorAccessDenied")],
        ["settings.ExpiredSyncStateStatus, code"] =
            [(410, "SyncStateNotFound"), (410, "resyncRequired"), (400, "syncStateInvalid"), (400, "InvalidSyncStateData")],
        ["status, \"ExtensionError\""] = [(403, "ExtensionError"), (404, "ExtensionError"), (409, "ExtensionError")],
    };

    [Fact]
    public void Every_status_and_code_that_Graph_refuses_with_is_met_by_Microsofts_client()
    {
        var given = Pairs(Written(), Simulator()).Concat(Decided.Values.SelectMany(pairs => pairs)).ToHashSet();
        var met = Pairs(Asserted(), Tests()).Concat(Pairs(AsData(), Tests())).ToHashSet();

        Assert.InRange(given.Count, 50, 200);
        Assert.Empty(given.Except(met));
    }

    [Fact]
    public void Every_refusal_is_written_so_that_it_can_be_counted()
    {
        var others = Composed().Matches(Simulator()).Select(m => m.Groups["what"].Value).Distinct(StringComparer.Ordinal);
        Assert.Equal(Decided.Keys.Order(StringComparer.Ordinal), others.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(int Status, string Code)> Pairs(Regex form, string text) =>
        form.Matches(text).Select(m => (int.Parse(m.Groups["status"].Value, CultureInfo.InvariantCulture), m.Groups["code"].Value));

    private static string Simulator() => Text(Checkout.At("simulator/Tern.Microsoft365Simulator"));

    private static string Tests() => Text(Checkout.At("tests/Tern.Microsoft365Simulator.Tests/Strangers"));

    private static string Text(string folder) => string.Concat(Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path) != $"{nameof(RefusalCoverageTests)}.cs")
        .Select(File.ReadAllText));

    // new GraphRefusalException(403, "X", …) or new(403, "X", …), Refusal(world, request, 424, "X", …), hit.Graph(503, "X", …); also over two lines.
    [GeneratedRegex("""(?:new|new GraphRefusalException|Refusal|hit\.Graph)\((?:[\w.]+, [\w.]+, )?\s*(?<status>\d{3}),\s*"(?<code>\w+)"\s*,""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Written();

    // The same with a status or a code that is no literal.
    [GeneratedRegex("""(?:new GraphRefusalException\(|GraphRefusalException \w+\([^)]*\) =>\s*new\()(?!\s*\d{3},\s*")\s*(?<what>[^,]+, [^,]+),""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Composed();

    // RefusedAsync(403, "X", …), Refusal.OfAsync(403, "X", …), PartRefusedAsync(403, "X", …).
    [GeneratedRegex("""(?:OfAsync|RefusedAsync)\(\s*(?<status>\d{3}),\s*"(?<code>\w+)"\s*,""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asserted();

    // [InlineData(…, 403, "X")] of a theory that hands both on.
    [GeneratedRegex("""\[InlineData\([^\n]*?\b(?<status>\d{3}),\s*"(?<code>\w+)"\)\]""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AsData();
}
