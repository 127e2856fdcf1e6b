using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Graph.Messages;
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
        var position = SyncStates.Read(call, folder.Number, folder.Forgotten) ?? Start(call, folder);
        MessageShape.Allowed(call, position.Shape);
        var size = call.Prefers.PageSize ?? position.Top ?? 10;
        if (position.Empties < 2 && call.World.Random.Happens(call.World.Settings.EmptyPages))
        {
            return Page(call, [], position with { Empties = position.Empties + 1 }, isLast: false);
        }

        var again = position.Again;
        position = position with { Empties = 0, Again = null };
        var (rows, next, isLast) = position.Before is { } before
            ? FirstRound(call, folder, position, before, size)
            : DeltaChanges.Read(call, folder, position, size);
        if (again is { } number && call.Mailbox.Messages.TryGetValue(number, out var repeated) && repeated.Folder == folder.Number && Belongs(repeated, position))
        {
            rows.Add(new DeltaRow(repeated, null, null));
        }

        return Page(call, rows, Disturb(call, rows, next, isLast), isLast);
    }

    internal static bool Belongs(StoredMessage message, DeltaPosition position) =>
        !message.IsHidden && (position.ReceivedFrom is not { } from || message.Received.UtcTicks >= from);

    private static (List<DeltaRow> Rows, DeltaPosition Next, bool IsLast) FirstRound(
        GraphCall call, MailFolder folder, DeltaPosition position, long before, int size)
    {
        var rows = new List<DeltaRow>();
        var room = position.ReceivedFrom is null ? int.MaxValue : LargestFilteredRound - position.Returned;
        var last = before;
        var isLast = true;
        var tooNew = DeltaChanges.ArrivedAfter(folder, position.Since);
        var at = folder.Contents.BinarySearch(before);
        for (at = (at < 0 ? ~at : at) - 1; at >= 0; at--)
        {
            if (rows.Count == size)
            {
                isLast = false;
                break;
            }

            last = folder.Contents[at];
            if (tooNew.Contains(last))
            {
                continue;
            }

            var message = call.Mailbox.Messages[last];
            // What is there already was not updated and not deleted.
            if (Belongs(message, position) && position.ChangeType is null or "created")
            {
                if (rows.Count == room)
                {
                    break;
                }

                rows.Add(new DeltaRow(message, null, null));
            }
        }

        var next = position with { Before = isLast ? null : last, Returned = position.Returned + rows.Count };
        return (rows, next, isLast);
    }

    private static DeltaPosition Start(GraphCall call, MailFolder folder)
    {
        SyncStates.Refuse(call, "Messages", "$search", "$skip", "$count");
        if (call.Query["$orderby"] is { } order && !NewestFirst().IsMatch(order))
        {
            throw GraphRefusalException.BadRequest("Only $orderby=receivedDateTime desc is supported with delta.");
        }

        var position = new DeltaPosition
        {
            Generation = call.Mailbox.Generation,
            Folder = folder.Number,
            Since = DeltaChanges.LastVisible(call.World, folder),
            Before = call.Query["$deltatoken"] is null ? call.Mailbox.LastMessage + 1 : null,
            Select = call.Query["$select"],
            Expand = call.Query["$expand"],
            Top = call.Query["$top"] is null ? null : call.Number("$top", 10, 1, 1000),
            ChangeType = ChangeType(call.Query["changeType"]),
            ReceivedFrom = LowerBound(call.Query["$filter"]),
        };
        return position;
    }

    private static string? ChangeType(string? text) => text is null or "created" or "updated" or "deleted"
        ? text
        : throw GraphRefusalException.BadRequest($"'{text}' is no changeType; it is created, updated or deleted.");

    private static long? LowerBound(string? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var match = ReceivedFrom().Match(filter);
        return match.Success
            ? GraphTime.Read(match.Groups["time"].Value).UtcTicks + (match.Groups["op"].Value == "gt" ? 1 : 0)
            : throw GraphRefusalException.BadRequest("Only receivedDateTime ge or gt is supported as $filter with delta.");
    }

    // A row comes again on the page after it; on the last page there is only this one.
    private static DeltaPosition Disturb(GraphCall call, List<DeltaRow> rows, DeltaPosition next, bool isLast)
    {
        var (random, settings) = (call.World.Random, call.World.Settings);
        if (rows.Count > 0 && random.Happens(settings.RepeatedRows))
        {
            var row = rows[random.Next(rows.Count)];
            if (!isLast && row.Message is { } message)
            {
                next = next with { Again = message.Number };
            }
            else
            {
                rows.Add(row);
            }
        }

        if (random.Happens(settings.ShuffledPages))
        {
            random.Shuffle(rows);
        }

        return next;
    }

    private static SimulatedResponse Page(GraphCall call, List<DeltaRow> rows, DeltaPosition next, bool isLast)
    {
        var written = new MessageRows(call, next.Shape, withType: true);
        return call.Page(
            next.Shape.Honours | Honoured.PageSize,
            json =>
            {
                var (name, token) = isLast ? ("@odata.deltaLink", "$deltatoken") : ("@odata.nextLink", "$skiptoken");
                json.WriteString("@odata.context"u8, $"{call.Root}/$metadata#Collection(message)");
                json.WriteString(name, $"{call.Request.BaseUrl}{call.Request.RawPath}?{token}={next.Seal(call.World, call.Mailbox)}");
            },
            rows.Select(row => row.Json(written)),
            after: _ => { });
    }

    [GeneratedRegex(@"^\s*receivedDateTime\s+(?<op>ge|gt)\s+(?<time>\S+)\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReceivedFrom();

    [GeneratedRegex(@"^\s*receivedDateTime\s+desc\s*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NewestFirst();
}
