using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>The change feed of one folder (message-delta): a first round over what is there, then only what changed.</summary>
internal static partial class MessageDelta
{
    /// <summary>With $filter the first round ends after so many messages, silently (delta-query-messages).</summary>
    private const int LargestFilteredRound = 5000;

    internal static SimulatedResponse Answer(GraphCall call, string folderKey)
    {
        var folder = call.FindFolder(folderKey);
        var position = Position(call, folder);
        var size = call.PageSize ?? call.Number("$top", 10, 1000);
        if (position.Empties < 2 && call.World.Random.Happens(call.World.Settings.EmptyPages))
        {
            return Page(call, [], position with { Empties = position.Empties + 1 }, isLast: false);
        }

        position = position with { Empties = 0 };
        var (rows, next, isLast) = position.Before is null
            ? DeltaChanges.Read(call, folder, position, size)
            : FirstRound(call, folder, position, position.Before.Value, size);
        Disturb(call, rows);
        return Page(call, rows, next, isLast);
    }

    private static (List<JsonObject> Rows, DeltaPosition Next, bool IsLast) FirstRound(
        GraphCall call, MailFolder folder, DeltaPosition position, long before, int size)
    {
        var rows = new List<JsonObject>();
        var room = position.ReceivedFrom is null ? int.MaxValue : LargestFilteredRound - position.Returned;
        var last = before;
        var isLast = true;
        foreach (var number in folder.Contents.GetViewBetween(0, before - 1).Reverse())
        {
            if (rows.Count == size)
            {
                isLast = false;
                break;
            }

            var message = call.Mailbox.Messages[number];
            last = number;
            if (Belongs(message, position))
            {
                if (rows.Count == room)
                {
                    break;
                }

                rows.Add(Row(call, message, position));
            }
        }

        var next = position with { Before = isLast ? null : last, Returned = position.Returned + rows.Count };
        return (rows, next, isLast);
    }

    internal static bool Belongs(StoredMessage message, DeltaPosition position) =>
        !message.IsHidden && (position.ReceivedFrom is not { } from || message.Received.UtcTicks >= from);

    internal static JsonObject Row(GraphCall call, StoredMessage message, DeltaPosition position)
    {
        var select = position.Select is { } list
            ? new HashSet<string>(list.Split(',', StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase)
            : null;
        var row = MessageJson.Write(call, message, select);
        row.Insert(0, "@odata.type", "#microsoft.graph.message");
        return row;
    }

    private static DeltaPosition Position(GraphCall call, MailFolder folder)
    {
        var token = call.Query["$skiptoken"] ?? call.Query["$deltatoken"];
        if (token is null or "latest")
        {
            return Start(call, folder, skipFirstRound: token is not null);
        }

        var position = DeltaPosition.Open(call.World, token);
        if (position is null || position.Folder != folder.Number)
        {
            throw new GraphRefusalException(400, "SyncStateInvalid", "The sync state is invalid.");
        }

        return position.Generation == call.Mailbox.Generation
            ? position
            : throw new GraphRefusalException(410, "SyncStateNotFound", $"The sync state generation is not found; generation={position.Generation}.")
            {
                Headers = [new("Location", $"{call.Request.BaseUrl}{call.Request.RawPath}?$deltatoken=")],
            };
    }

    private static DeltaPosition Start(GraphCall call, MailFolder folder, bool skipFirstRound)
    {
        foreach (var option in new[] { "$search", "$expand", "changeType" })
        {
            if (call.Query[option] is not null)
            {
                throw GraphRefusalException.BadRequest($"{option} on delta is not part of this simulation.");
            }
        }

        if (call.Query["$orderby"] is { } order && !NewestFirst().IsMatch(order))
        {
            throw GraphRefusalException.BadRequest("Only $orderby=receivedDateTime desc is supported with delta.");
        }

        return new DeltaPosition(
            call.Mailbox.Generation,
            folder.Number,
            DeltaChanges.LastVisible(call.World, folder),
            skipFirstRound ? null : call.Mailbox.LastMessage + 1,
            0,
            call.Query["$select"],
            LowerBound(call.Query["$filter"]),
            0);
    }

    private static long? LowerBound(string? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var match = ReceivedFrom().Match(filter);
        return match.Success
            ? MessageFilter.ReadTime(match.Groups["time"].Value).UtcTicks + (match.Groups["op"].Value == "gt" ? 1 : 0)
            : throw GraphRefusalException.BadRequest("Only receivedDateTime ge or gt is supported as $filter with delta.");
    }

    private static void Disturb(GraphCall call, List<JsonObject> rows)
    {
        var (random, settings) = (call.World.Random, call.World.Settings);
        if (rows.Count > 0 && random.Happens(settings.RepeatedRows))
        {
            rows.Add((JsonObject)rows[random.Next(rows.Count)].DeepClone());
        }

        if (random.Happens(settings.ShuffledPages))
        {
            for (var i = rows.Count - 1; i > 0; i--)
            {
                var j = random.Next(i + 1);
                (rows[i], rows[j]) = (rows[j], rows[i]);
            }
        }
    }

    private static SimulatedResponse Page(GraphCall call, List<JsonObject> rows, DeltaPosition next, bool isLast)
    {
        var (name, token) = isLast ? ("deltaLink", "$deltatoken") : ("nextLink", "$skiptoken");
        return call.Json(200, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#Collection(message)",
            [$"@odata.{name}"] = $"{call.Request.BaseUrl}{call.Request.RawPath}?{token}={next.Seal(call.World)}",
            ["value"] = new JsonArray([.. rows]),
        });
    }

    [GeneratedRegex(@"^\s*receivedDateTime\s+(?<op>ge|gt)\s+(?<time>\S+)\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReceivedFrom();

    [GeneratedRegex(@"^\s*receivedDateTime\s+desc\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NewestFirst();
}
