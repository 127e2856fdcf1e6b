using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit.Utils;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>G1 to G20: what goes wrong while mail is read.</summary>
internal static class ReadingFaults
{
    private static readonly string[] GraphPaths = ["/v1.0/*"];
    private static readonly string[] ListPaths = ["/v1.0/*/messages", "/v1.0/*/messages/delta*"];
    private static readonly string[] MessagePaths = ["/v1.0/*/messages/*"];
    private static readonly string[] MimePaths = ["/v1.0/*/messages/*/$value"];

    internal static readonly FaultClass[] All =
    [
        new("G1", "429 with Retry-After in seconds, as a date, and without, by turns") { Paths = GraphPaths, Times = 3, Serve = Throttled },
        new("G2", "A storm of 503") { Paths = GraphPaths, Times = 10, Serve = (hit, _) => Waiting(hit, hit.Graph(503, "serviceNotAvailable", "The service is temporarily unavailable.")) },
        new("G3", "504 for pages of more than 50") { Method = "GET", Paths = GraphPaths, Times = null, When = IsBigPage, Serve = (hit, _) => Waiting(hit, hit.Graph(504, "UnknownError", string.Empty)) },
        new("G4", "410 SyncStateNotFound on a nextLink or deltaLink") { Method = "GET", Paths = ["/v1.0/*/delta*"], When = r => r.RawQuery.Contains("token=", StringComparison.OrdinalIgnoreCase), Serve = (hit, _) => hit.Graph(410, "SyncStateNotFound", "The sync state generation is not found; generation=0.") },
        new("G5", "The first item of a page comes again at its end, and an item comes again on the next page") { Method = "GET", Paths = ListPaths, Serve = (hit, truth) => RepeatedItems.Make(hit, truth()) },
        new("G6", "The items of a page come in reverse") { Method = "GET", Paths = ListPaths, Serve = (_, truth) => FaultHit.ChangeList(truth(), Reverse) },
        new("G7", "A message that was listed is not found when it is fetched") { Method = "GET", Paths = MessagePaths, When = r => !IsDelta(r), Serve = (hit, _) => hit.Graph(404, "ErrorItemNotFound", "The specified object was not found in the store.") },
        new("G8", "MIME of no bytes, with 200") { Method = "GET", Paths = MimePaths, Serve = (_, truth) => truth() with { Body = ReadOnlyMemory<byte>.Empty } },
        new("G9", "MIME that ends half way, in an answer that is whole") { Method = "GET", Paths = MimePaths, Serve = (_, truth) => truth() is var whole ? whole with { Body = whole.Body[..(whole.Body.Length / 2)] } : whole },
        new("G10", "404 MailboxNotEnabledForRESTAPI") { Paths = ["/v1.0/users/*", "/v1.0/me/*"], Serve = (hit, _) => hit.Graph(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.") },
        new("G11", "The mailbox was moved to another data centre: changing ids and sync states are dead") { Paths = ["/v1.0/users/*", "/v1.0/me/*"], Serve = Relocated },
        new("G12", "Within the second after this answer somebody edits, reads, moves and deletes the newest message of the Inbox, one of them by turns") { Method = "GET", Paths = ListPaths, Times = 4, Serve = Overtaken },
        new("G13", "What arrived within the last minute (delay) does not show yet") { Method = "GET", Paths = ["/v1.0/*/delta*"], Delay = TimeSpan.FromMinutes(1), Serve = Late },
        new("G14", "The folder was deleted (404 ErrorFolderNotFound) and renamed by turns") { Paths = ["/v1.0/*/mailFolders/*"], Times = 2, Serve = FolderLost },
        new("G15", "10,000 messages (amount) arrive at once") { Method = "GET", Paths = ListPaths, Amount = 10_000, Serve = Flooded },
        new("G16", "A message of 150 MB (amount) arrives") { Method = "GET", Paths = ListPaths, Amount = 150 * 1024 * 1024, Serve = Huge },
        new("G17", "Attachments are still being scanned: a placeholder stands in their place") { Method = "GET", Paths = ["/v1.0/*/messages*"], When = ScannedAttachments.AreAskedFor, Serve = (hit, truth) => ScannedAttachments.Replace(hit, truth()) },
        new("G18", "Numbers, flags and lists come as text") { Method = "GET", Paths = GraphPaths, Serve = (_, truth) => FaultHit.Change(truth(), WrongTypes) },
        new("G19", "The body trickles: 100 bytes (amount) a second") { Method = "GET", Paths = GraphPaths, Amount = 100, Serve = (hit, truth) => truth() with { BytesPerSecond = hit.Amount } },
        new("G20", "The connection is reset in the middle of the body") { Method = "GET", Paths = GraphPaths, Serve = (_, truth) => truth() with { Cut = Cut.MidBody } },
    ];

    private static bool IsDelta(SimulatedRequest request) => request.RawPath.Contains("/messages/delta", StringComparison.OrdinalIgnoreCase);

    private static bool IsBigPage(SimulatedRequest request) =>
        SizeIn(FormFields.OfQuery(request)["$top"]) > 50
        || (request.Header("Prefer") is { } prefer && prefer.Split("odata.maxpagesize=") is [_, var size] && SizeIn(new string([.. size.TrimStart('"').TakeWhile(char.IsAsciiDigit)])) > 50);

    private static int SizeIn(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;

    private static SimulatedResponse Throttled(FaultHit hit, Func<SimulatedResponse> truth)
    {
        var answer = hit.Graph(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.");
        return (hit.Turn % 3) switch
        {
            0 => answer.With("Retry-After", "5"),
            1 => answer.With("Retry-After", hit.World.Now.AddSeconds(5).ToString("R", CultureInfo.InvariantCulture)),
            _ => answer,
        };
    }

    private static void Reverse(JsonArray list)
    {
        var all = list.Select(i => i!.DeepClone()).Reverse().ToList();
        list.Clear();
        all.ForEach(list.Add);
    }

    private static SimulatedResponse Relocated(FaultHit hit, Func<SimulatedResponse> truth)
    {
        hit.Mailbox?.Relocate();
        return truth();
    }

    private static SimulatedResponse Waiting(FaultHit hit, SimulatedResponse answer) =>
        hit.World.Settings.UnavailableRetryAfter is var wait && wait > TimeSpan.Zero
            ? answer.With("Retry-After", ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture))
            : answer;

    private static SimulatedResponse Overtaken(FaultHit hit, Func<SimulatedResponse> truth)
    {
        var answer = truth();
        if (hit.Mailbox is { } mailbox && mailbox.In("inbox") is [.., var newest])
        {
            Interfere(mailbox, newest, hit.Turn % 4, hit.World.Now);
        }

        return answer;
    }

    private static void Interfere(Mailbox mailbox, StoredMessage message, int act, DateTimeOffset now)
    {
        switch (act)
        {
            case 0:
                message.Rewrite(RawHeaders.Set(message.RawBytes, "Subject", Encoding.ASCII.GetString(Rfc2047.EncodeText(Encoding.UTF8, $"{message.Facts.Subject} (edited)"))));
                mailbox.Touch(message, now);
                break;
            case 1:
                message.IsRead = true;
                mailbox.Touch(message, now, properties: "isRead");
                break;
            case 2:
                mailbox.Move(message, mailbox.Folder("archive"), now);
                break;
            default:
                mailbox.Move(message, mailbox.Folder("deleteditems"), now);
                mailbox.Purge(message, now);
                break;
        }
    }

    // Standard folders get other names too: with the language of the mailbox.
    private static SimulatedResponse FolderLost(FaultHit hit, Func<SimulatedResponse> truth)
    {
        if (hit.Turn % 2 == 0)
        {
            return hit.Graph(404, "ErrorFolderNotFound", "The specified folder could not be found in the store.");
        }

        if (hit.Mailbox is { } mailbox && hit.Folder is { } folder)
        {
            folder.DisplayName += " (renamed)";
            mailbox.Touch(folder);
        }

        return truth();
    }

    private static SimulatedResponse Late(FaultHit hit, Func<SimulatedResponse> truth)
    {
        var lag = hit.World.Settings.FeedLag;
        hit.World.Settings.FeedLag = hit.Fault.Delay;
        try
        {
            return truth();
        }
        finally
        {
            hit.World.Settings.FeedLag = lag;
        }
    }

    private static SimulatedResponse Flooded(FaultHit hit, Func<SimulatedResponse> truth)
    {
        for (var i = 1; i <= hit.Amount; i++)
        {
            Arrive(hit, Encoding.ASCII.GetBytes($"From: Flood <flood@customer.example>\r\nSubject: Flood {i}\r\nMessage-ID: <flood-{hit.World.State.Requests}-{i}@customer.example>\r\n\r\nOne of many.\r\n"));
        }

        return truth();
    }

    private static SimulatedResponse Huge(FaultHit hit, Func<SimulatedResponse> truth)
    {
        var head = Encoding.ASCII.GetBytes($"From: Huge <huge@customer.example>\r\nSubject: Huge\r\nMessage-ID: <huge-{hit.World.State.Requests}@customer.example>\r\nContent-Type: application/octet-stream; name=huge.bin\r\nContent-Disposition: attachment; filename=huge.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var raw = new byte[Math.Max(hit.Amount, head.Length)];
        raw.AsSpan().Fill((byte)'A');
        head.CopyTo(raw, 0);
        for (var at = head.Length + 76; at + 2 < raw.Length; at += 78)
        {
            (raw[at], raw[at + 1]) = ((byte)'\r', (byte)'\n');
        }

        Arrive(hit, raw);
        return truth();
    }

    private static void Arrive(FaultHit hit, byte[] raw)
    {
        if (hit.Mailbox is { } mailbox)
        {
            Delivery.Into(hit.World, mailbox, mailbox.Folder("inbox"), raw);
        }
    }

    private static void WrongTypes(JsonObject json)
    {
        foreach (var target in (json["value"] as JsonArray)?.OfType<JsonObject>() ?? [json])
        {
            foreach (var (name, value) in target.ToList())
            {
                if (value is JsonArray || value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False or System.Text.Json.JsonValueKind.Number)
                {
                    target[name] = value.ToJsonString();
                }
            }
        }
    }
}
