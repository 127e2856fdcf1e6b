using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.Graph.Delta;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>The same item twice, as when something moved while pages were read: in one page, and in two of them.</summary>
internal static partial class RepeatedItems
{
    internal static SimulatedResponse Make(FaultHit hit, SimulatedResponse truth) => FaultHit.Change(truth, json =>
    {
        if (json["value"] is not JsonArray { Count: > 0 } list || list[0] is not JsonObject first)
        {
            return;
        }

        list.Add(first.DeepClone());
        if (json.Text("@odata.nextLink") is { } link)
        {
            json["@odata.nextLink"] = Token().IsMatch(link) ? InFeed(hit, link, first) : Skip().Replace(link, OneLess);
        }
    });

    // The place in a feed is sealed in the link, and the item that comes again goes into it.
    private static string InFeed(FaultHit hit, string link, JsonObject first) => Token().Replace(link, match =>
        hit.Mailbox is { } mailbox
        && DeltaPosition.Open(hit.World, mailbox, match.Groups["value"].Value) is { } position
        && first.Text("id") is { } id
        && hit.World.Ids().Read(mailbox, id, out _) is { } item
            ? $"$skiptoken={(position with { Again = item.Number }).Seal(hit.World, mailbox)}"
            : match.Value);

    private static string OneLess(Match match) =>
        string.Create(CultureInfo.InvariantCulture, $"$skip={int.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture) - 1}");

    [GeneratedRegex(@"\$skiptoken=(?<value>[\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\$skip=(?<value>[1-9]\d*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Skip();
}
