namespace Tern.Mail.Composing;

/// <summary>The page around what a mail says. Quote, forward and signature bear the marks of Thunderbird, which our reader and those of others know.</summary>
internal static class PageMarkup
{
    internal static string Page(string content) => $"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>{content}</body></html>\n";

    internal static string Signature(string html) => $"<div class=\"moz-signature\">-- <br>\n{html}</div>";

    internal static string Quote(string introduction, string html) =>
        $"<div class=\"moz-cite-prefix\">{Escape(introduction)}</div>\n"
        + $"<blockquote type=\"cite\" style=\"margin: 0 0 0 0.8ex; border-left: 2px solid #cccccc; padding-left: 1ex\">{html}</blockquote>";

    internal static string Forward(string announcement, IEnumerable<(string Label, string Value)> headers, string html) =>
        $"<div class=\"moz-forward-container\">{Escape(announcement)}<br>\n"
        + string.Concat(headers.Select(line => $"<b>{Escape(line.Label)}</b> {Escape(line.Value)}<br>\n"))
        + $"<br>\n{html}</div>";

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
