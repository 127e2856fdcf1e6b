using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using MimeKit;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Drafts;

/// <summary>Writes an answer as Outlook does: prefix by language, recipients, thread headers, the mail before it quoted below.</summary>
internal static class ReplyMime
{
    private static readonly Preferences Html = new(false, "html", true, null, null);

    // Outlook's prefixes by language of the mailbox; English elsewhere.
    private static readonly Dictionary<string, (string Reply, string Forward)> Prefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["de"] = ("AW: ", "WG: "),
        ["fr"] = ("RE: ", "TR: "),
        ["es"] = ("RE: ", "RV: "),
        ["it"] = ("R: ", "I: "),
        ["nl"] = ("Antw: ", "Fw: "),
        ["sv"] = ("SV: ", "VB: "),
        ["da"] = ("SV: ", "VS: "),
        ["nb"] = ("SV: ", "VS: "),
        ["fi"] = ("VS: ", "VL: "),
        ["pl"] = ("Odp: ", "PD: "),
        ["pt"] = ("RES: ", "ENC: "),
    };

    internal static byte[] Compose(GraphCall call, StoredMessage original, ReplyKind kind, string? comment, JsonObject message)
    {
        var (reply, facts) = (DraftContent.New(call), original.Facts);
        reply.Subject = Subject(call, facts.Subject, kind);
        SetThread(reply, facts);
        if (kind != ReplyKind.Forward)
        {
            SetRecipients(call, reply, facts, kind);
        }

        reply.Body = new TextPart("html") { Text = Body(original, comment) };
        if (kind == ReplyKind.Forward)
        {
            CarryFiles(reply, original);
        }

        DraftContent.Apply(call, reply, message);
        return DraftContent.Finish(reply);
    }

    private static string Subject(GraphCall call, string subject, ReplyKind kind)
    {
        var language = call.Mailbox.Settings.Locale.Split('-')[0];
        var (reply, forward) = Prefixes.TryGetValue(language, out var known) ? known : ("RE: ", "FW: ");
        var prefix = kind == ReplyKind.Forward ? forward : reply;
        return subject.StartsWith(prefix.TrimEnd(), StringComparison.OrdinalIgnoreCase) ? subject : prefix + subject;
    }

    // RFC 5322 §3.6.4
    private static void SetThread(MimeMessage reply, MessageFacts facts)
    {
        if (facts.InternetMessageId is not { } id)
        {
            return;
        }

        reply.Headers.Replace("In-Reply-To", id);
        var before = facts.References.Count > 0 ? facts.References : facts.InReplyTo is { } parent ? [parent] : [];
        reply.Headers.Replace("References", string.Join(' ', before.Append(id)));
    }

    // RFC 5322 §3.6.2: Reply-To says where answers go.
    private static void SetRecipients(GraphCall call, MimeMessage reply, MessageFacts facts, ReplyKind kind)
    {
        var writers = facts.ReplyTo.Count > 0 ? facts.ReplyTo : facts.From;
        reply.To.AddRange(writers.Select(Address));
        if (kind == ReplyKind.ReplyAll)
        {
            var known = writers.Select(w => w.Address).Append(call.Owner.Mail).Concat(call.Owner.Aliases).ToHashSet(StringComparer.OrdinalIgnoreCase);
            reply.To.AddRange(facts.To.Where(t => known.Add(t.Address)).Select(Address));
            reply.Cc.AddRange(facts.Cc.Where(t => known.Add(t.Address)).Select(Address));
        }
    }

    private static MailboxAddress Address(MailAddress address) => DraftContent.Recipient(address.Name == address.Address ? null : address.Name, address.Address);

    private static string Body(StoredMessage original, string? comment)
    {
        var facts = original.Facts;
        var (_, quoted) = MessageBody.Of(MessageFacts.Parse(original.RawBytes), Html);
        var inner = BodyOf(quoted);
        var sent = original.Sent.ToUniversalTime().ToString("dddd, MMMM d, yyyy h:mm tt", CultureInfo.InvariantCulture);
        var cc = facts.Cc.Count == 0 ? string.Empty : $"<b>Cc:</b> {Names(facts.Cc)}<br>";
        var text = WebUtility.HtmlEncode(comment ?? string.Empty).ReplaceLineEndings("<br>");
        return $"""
            <html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>
            <div>{text}</div>
            <hr style="display:inline-block;width:98%" tabindex="-1">
            <div id="divRplyFwdMsg" dir="ltr"><b>From:</b> {Names(facts.From)}<br><b>Sent:</b> {sent}<br><b>To:</b> {Names(facts.To)}<br>{cc}<b>Subject:</b> {WebUtility.HtmlEncode(facts.Subject)}<div>&nbsp;</div></div>
            {inner}
            </body></html>
            """;
    }

    private static string BodyOf(string html)
    {
        var open = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        var from = open < 0 ? 0 : html.IndexOf('>', open) + 1;
        var end = html.LastIndexOf("</body", StringComparison.OrdinalIgnoreCase);
        return html[from..(end < from ? html.Length : end)];
    }

    private static string Names(IReadOnlyList<MailAddress> addresses) =>
        WebUtility.HtmlEncode(string.Join("; ", addresses.Select(a => $"{a.Name} <{a.Address}>")));

    private static void CarryFiles(MimeMessage reply, StoredMessage original)
    {
        var files = MessageFacts.Files(MessageFacts.Parse(original.RawBytes)).ToList();
        if (files.Count == 0)
        {
            return;
        }

        var mixed = new Multipart("mixed") { Boundary = $"_fw_{original.Number}_{original.Version}" };
        mixed.Add(reply.Body!);
        foreach (var file in files)
        {
            mixed.Add(file);
        }

        reply.Body = mixed;
    }
}
