using System.Globalization;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/mailboxes: what people and rules in Outlook do behind the client's back, and a look inside.</summary>
internal static class MailboxCommands
{
    private const int MostAtOnce = 100_000;

    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var control = call.Simulator.Mailboxes;
        switch (call.Request.Method, rest)
        {
            case ("GET", [var key]):
                return ControlCall.List(Find(call, key).Folders.Select(f => new { f.DisplayName, f.WellKnownName, messages = f.Contents.Count }));
            case ("POST", [var key, "expire-sync-states"]):
                control.ExpireSyncStates(Find(call, key));
                return ControlCall.Done();
            case ("POST", [var key, "fill"]):
                return Fill(call, Find(call, key));
            case ("POST", [var key, "write"]):
                return Sent(control.Write(Find(call, key), call.Body<LetterBody>().Letter(needsRecipient: true)));
            case ("PUT", [var key, "quota"]):
                var bytes = call.Body<QuotaBody>().Bytes;
                control.SetQuota(Find(call, key), bytes is null or >= 0 ? bytes : throw new ControlRefusalException(400, "\"bytes\" cannot be negative; null takes the limit away."));
                return ControlCall.Done();
            case ("POST", [var key, "relocate"]):
                control.Relocate(Find(call, key));
                return ControlCall.Done();
            case ("GET", [var key, "messages"]):
                return List(call, Find(call, key));
            case ("POST", [var key, "messages"]):
                return Deliver(call, Find(call, key));
            case (_, [var key, "messages", var number, .. var tail]):
                var mailbox = Find(call, key);
                return OnMessage(call, mailbox, FindMessage(mailbox, number), tail);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse OnMessage(ControlCall call, Mailbox mailbox, StoredMessage message, string[] rest)
    {
        var control = call.Simulator.Mailboxes;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return SimulatedResponse.Of(200, "message/rfc822", message.Raw);
            case ("DELETE", []):
                control.Purge(mailbox, message);
                return ControlCall.Done();
            case ("POST", ["move"]):
                control.Move(mailbox, message, FindFolder(mailbox, call.Body<MoveBody>().Folder).DisplayName);
                return ControlCall.Done();
            case ("POST", ["reply"]):
                var reply = call.Body<LetterBody>();
                return Sent(control.Reply(mailbox, message, reply.Letter(needsRecipient: false), reply.Quote, reply.All));
            case ("PUT", ["marks"]):
                var marks = call.Body<MarksBody>();
                control.Mark(mailbox, message, marks.Flag, marks.Categories);
                return ControlCall.Done();
            case ("PUT", ["read"]):
                control.MarkRead(mailbox, message, call.Body<ReadBody>().IsRead);
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse List(ControlCall call, Mailbox mailbox) => ControlCall.List(
        mailbox.Messages.Values
            .Where(m => call.Query["folder"] is not { } folder || m.Folder == FindFolder(mailbox, folder).Number)
            .Select(m => new
            {
                m.Number,
                folder = mailbox.FolderOf(m).DisplayName,
                m.Facts.Subject,
                m.Facts.InternetMessageId,
                m.Received,
                m.IsRead,
                m.IsDraft,
                m.ExtendedProperties,
                id = call.Simulator.Mailboxes.IdOf(mailbox, m),
            }));

    private static SimulatedResponse Deliver(ControlCall call, Mailbox mailbox)
    {
        var folder = FindFolder(mailbox, call.Query["folder"] ?? "inbox");
        var message = call.Simulator.Mailboxes.Deliver(mailbox, call.Request.Body.Span, folder.DisplayName);
        return ControlCall.Show(new { message.Number }, 201);
    }

    private static SimulatedResponse Fill(ControlCall call, Mailbox mailbox)
    {
        var body = call.Body<FillBody>();
        if (body is not { Messages: >= 0 and <= MostAtOnce } || body.Over < TimeSpan.Zero)
        {
            throw new ControlRefusalException(400, $"\"messages\" is a number up to {MostAtOnce}, \"over\" a time before now.");
        }

        call.Simulator.Mailboxes.Fill(mailbox, body.Messages, FindFolder(mailbox, body.Folder).DisplayName, body.Over);
        return ControlCall.Done();
    }

    private static Mailbox Find(ControlCall call, string key)
    {
        var user = call.User(key);
        return call.Simulator.Mailboxes.Of(user);
    }

    private static MailFolder FindFolder(Mailbox mailbox, string name)
    {
        try
        {
            return mailbox.Folder(name);
        }
        catch (KeyNotFoundException)
        {
            throw ControlRefusalException.NotFound($"folder {name}");
        }
    }

    private static StoredMessage FindMessage(Mailbox mailbox, string number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && mailbox.Messages.TryGetValue(n, out var message)
            ? message
            : throw ControlRefusalException.NotFound($"message {number}");

    private static SimulatedResponse Sent(string messageId) => ControlCall.Show(new { internetMessageId = messageId }, 202);

    private sealed record FillBody(int Messages, string Folder = "inbox", TimeSpan? Over = null);

    private sealed record MarksBody(string? Flag = null, IReadOnlyList<string>? Categories = null);

    private sealed record QuotaBody(long? Bytes = null);

    private sealed record MoveBody(string Folder);

    private sealed record ReadBody(bool IsRead);
}
