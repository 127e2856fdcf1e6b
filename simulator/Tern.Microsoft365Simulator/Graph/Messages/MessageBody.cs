using System.Net;
using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>The body by preference: its type, and HTML made safe unless the unsafe was asked for (resources/itembody).</summary>
internal static class MessageBody
{
    internal static (string Type, string Content) Of(StoredMessage message, MimeMessage? mime, Preferences prefers) =>
        mime is null && message.Facts.TextOnly is { } text ? Of("text", text, prefers) : Of(mime ?? MessageFacts.Parse(message.RawBytes), prefers);

    internal static (string Type, string Content) Of(MimeMessage message, Preferences prefers)
    {
        var (type, content) = MessageFacts.Body(message, prefers.WantsText);
        return Of(type, content.ReplaceLineEndings("\r\n"), prefers);
    }

    /// <summary>What this mail adds to those it answers (resources/message, uniqueBody).</summary>
    internal static (string Type, string Content) UniqueOf(StoredMessage message, MimeMessage? mime, Preferences prefers)
    {
        var (type, content) = Of(message, mime, prefers);
        return type == "html" ? (type, QuotedText.CutHtml(content)) : (type, QuotedText.CutText(content));
    }

    internal static string FromText(string text) =>
        $"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body><div style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode(text)}</div></body></html>";

    private static (string Type, string Content) Of(string type, string content, Preferences prefers)
    {
        if (type == "text" && prefers.WantsHtml)
        {
            (type, content) = ("html", FromText(content));
        }

        return type == "html" && !prefers.AllowsUnsafeHtml ? (type, SafeHtml.Of(content)) : (type, content);
    }
}
