using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Tern.Mail.Reading;

namespace Tern.Mail.Html;

/// <summary>A mail's HTML, parsed once for its text, its visible reply and its safe form.</summary>
internal sealed class HtmlPage
{
    // Scripting stays off, so that noscript content is parsed as markup and judged like the rest.
    private static readonly HtmlParserOptions Options = new() { IsScripting = false, IsKeepingSourceReferences = false };

    private readonly IHtmlDocument _document;

    private HtmlPage(IHtmlDocument document)
    {
        _document = document;
    }

    internal static HtmlPage Parse(string markup, ProblemList problems)
    {
        if (markup.Length > Limits.HtmlCharacters)
        {
            problems.Add("The HTML is longer than can be shown; the rest is in the source.");
            markup = markup[..Limits.HtmlCharacters];
        }

        var bounded = MarkupGuard.Bound(markup);
        if (!ReferenceEquals(bounded, markup))
        {
            problems.Add("The HTML is larger or deeper than can be shown and was simplified; the rest is in the source.");
        }

        var document = new HtmlParser(Options).ParseDocument(bounded);
        DepthLimit.Apply(document);
        if (bounded.Contains(SafeLinks.Host, StringComparison.OrdinalIgnoreCase))
        {
            SafeLinks.UndoIn(document);
        }

        return new HtmlPage(document);
    }

    /// <summary>All of it as text.</summary>
    internal string Text() => _document.Body is { } body ? HtmlText.All(body) : "";

    /// <summary>What is outside quotes and signature by the marks of the common clients; null where there are no such marks.</summary>
    internal string? VisibleText() => _document.Body is { } body ? HtmlText.Visible(body) : null;

    /// <summary>The safe markup outside quotes and signature; null where nothing marks them.</summary>
    internal string? SanitizedVisible() =>
        _document.Body?.Clone(deep: true) is IElement copy && QuoteMarks.TakeOut(copy) ? HtmlCleaner.Clean(_document, copy) : null;

    /// <summary>The safe markup. Changes the page, so it comes last.</summary>
    internal string Sanitized() => _document.Body is { } body ? HtmlCleaner.Clean(_document, body) : "";
}
