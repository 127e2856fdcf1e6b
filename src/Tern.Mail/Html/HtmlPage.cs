using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Tern.Mail.Reading;
using Tern.Mail.Visible;

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

    internal static HtmlPage Parse(string markup, ProblemList problems, int limit = Limits.HtmlCharacters)
    {
        if (markup.Length > limit)
        {
            problems.Add("The HTML is longer than can be shown; the rest is in the source.");
            markup = markup[..limit];
        }

        var bounded = MarkupGuard.Bound(markup);
        if (!ReferenceEquals(bounded, markup))
        {
            problems.Add("The HTML is larger or deeper than can be shown and was simplified; the rest is in the source.");
        }

        var document = new HtmlParser(Options).ParseDocument(bounded);
        DepthLimit.Apply(document);
        if (bounded.Contains("<style", StringComparison.OrdinalIgnoreCase))
        {
            // Nobody reads them, and the sanitizer would parse and filter those of the whole page before each cleaning.
            foreach (var style in document.QuerySelectorAll("style").ToList())
            {
                style.Remove();
            }
        }

        if (bounded.Contains(SafeLinks.Host, StringComparison.OrdinalIgnoreCase))
        {
            SafeLinks.UndoIn(document);
        }

        return new HtmlPage(document);
    }

    /// <summary>All of it as text.</summary>
    internal string Text() => _document.Body is { } body ? HtmlText.All(body) : "";

    /// <summary>What is outside quotes and signature: by the marks of the common programs first, by the words of the text after that.</summary>
    internal PageReply Reply() => Reply(byMarks: true) ?? Reply(byMarks: false) ?? new PageReply("", IsMarked: false, Html: null);

    // Null where nothing is left: people do write inside of what their program marks.
    private PageReply? Reply(bool byMarks)
    {
        if (_document.Body?.Clone(deep: true) is not IElement copy)
        {
            return null;
        }

        var isMarked = byMarks && QuoteMarks.TakeOut(copy);
        var rendered = HtmlText.Lines(copy);
        var lines = rendered.ToString().Split('\n');
        var kept = VisibleReply.Kept(lines);
        if (kept.Count == 0 && isMarked)
        {
            // Beside the quote a signature, or words that look like one.
            kept = [.. Enumerable.Range(0, lines.Length)];
        }

        if (kept.TrueForAll(line => string.IsNullOrWhiteSpace(lines[line])))
        {
            return null;
        }

        var keptLines = kept.ToHashSet();
        var isCut = rendered.Sources.Any(s => !keptLines.Contains(s.Line));
        if (isCut)
        {
            LineCut.Apply(copy, rendered.Sources, keptLines);
        }

        return new PageReply(VisibleReply.Join(lines, kept), isMarked, isMarked || isCut ? HtmlCleaner.Clean(_document, copy) : null);
    }

    /// <summary>The body as it came; null only of a page without one, which a frameset is.</summary>
    internal IElement? Body => _document.Body;

    /// <summary>The body made safe, to be changed further; without quotes and signature where those are marked and something else is left. Null as <see cref="Body"/>.</summary>
    internal IElement? SafeBody(bool onlyNew)
    {
        var body = _document.Body;
        if (onlyNew && body?.Clone(deep: true) is IElement copy && QuoteMarks.TakeOut(copy) && (copy.QuerySelector("img") is not null || !string.IsNullOrWhiteSpace(copy.TextContent)))
        {
            body = (IHtmlElement)copy;
        }

        if (body is not null)
        {
            HtmlCleaner.Clean(_document, body);
        }

        return body;
    }

    /// <summary>The addresses of pictures that only tell the sender that the mail was read.</summary>
    internal IReadOnlyList<string> TrackingPixels() => _document.Body is { } body ? Html.TrackingPixels.In(body) : [];

    /// <summary>The safe markup. Changes the page, so it comes last.</summary>
    internal string Sanitized() => _document.Body is { } body ? HtmlCleaner.Clean(_document, body) : "";
}
