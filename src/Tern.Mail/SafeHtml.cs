using Tern.Mail.Html;
using Tern.Mail.Reading;

namespace Tern.Mail;

/// <summary>
/// Makes a stranger's HTML harmless: an allow-list of markup and style; no script, handler, form, frame, and nothing that is fetched by looking
/// at it. Remote pictures become <c>&lt;img data-remote-src="…"&gt;</c>, pictures of the mail keep their <c>cid:</c>.
/// </summary>
/// <remarks>It is one of two locks; the desk shows the result in a sandboxed frame under its own content security policy.</remarks>
public static class SafeHtml
{
    /// <summary>The attribute that carries the address of a remote picture until somebody asks for it.</summary>
    public const string RemoteSource = "data-remote-src";

    /// <summary>The attribute of a remote picture that nobody is meant to see: better not offered to be loaded.</summary>
    public const string TrackingPixel = "data-tracking-pixel";

    /// <summary>The safe body markup. Never throws; depth and length are bounded.</summary>
    public static string Sanitize(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return HtmlPage.Parse(html, new ProblemList()).Sanitized();
    }

    /// <summary>The legible plain text of HTML: lists, links and tables stay recognisable.</summary>
    public static string ToText(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return HtmlPage.Parse(html, new ProblemList()).Text();
    }
}
