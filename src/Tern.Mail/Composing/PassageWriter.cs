using AngleSharp.Dom;
using Tern.Mail.Html;
using Tern.Mail.Reading;
using Tern.Mail.Visible;

namespace Tern.Mail.Composing;

/// <summary>Makes both forms of what somebody wrote.</summary>
internal sealed class PassageWriter(ShownPictures pictures, ProblemList problems)
{
    private readonly DataPictures _dataPictures = new(problems);

    /// <summary>What we write ourselves. Its text, where given, is taken as it is.</summary>
    internal Passage Own(MessageBody body)
    {
        var text = PlainText.Tidy(body.Text);
        if (string.IsNullOrWhiteSpace(body.Html))
        {
            return FromText(text, int.MaxValue);
        }

        var page = HtmlPage.Parse(body.Html, problems, Limits.HtmlCharacters + DataPictures.MaxCharacters);
        var known = Known(body);
        if (page.Body is { } markup)
        {
            _dataPictures.TakeOut(markup, known);
        }

        var made = FromPage(page.SafeBody(onlyNew: false), known, isOwn: true, int.MaxValue);
        return made.IsEmpty ? FromText(text, int.MaxValue) : text.Length > 0 ? made with { Text = text } : made;
    }

    /// <summary>What somebody else wrote in a message; what that quotes itself stays out where it is told apart.</summary>
    internal Passage LastOf(MessageBody body, int limit)
    {
        var made = FromOthersHtml(body, onlyNew: true, limit);
        return made.IsEmpty ? FromText(PlainText.Tidy(VisibleReply.FromText(PlainText.Tidy(body.Text))), limit) : made;
    }

    /// <summary>All of a message of somebody else.</summary>
    internal Passage AllOf(MessageBody body, int limit)
    {
        var made = FromOthersHtml(body, onlyNew: false, limit);
        return made.IsEmpty ? FromText(PlainText.Tidy(body.Text), limit) : made;
    }

    private Passage FromOthersHtml(MessageBody body, bool onlyNew, int limit) =>
        string.IsNullOrWhiteSpace(body.Html) ? Passage.Empty : FromPage(HtmlPage.Parse(body.Html, problems).SafeBody(onlyNew), Known(body), isOwn: false, limit);

    private static Passage FromText(string text, int limit)
    {
        if (text.Length > limit)
        {
            text = PlainText.Shorten(text, limit).TrimEnd() + "\n" + PlainText.CutMark;
        }

        return text.Length == 0 ? Passage.Empty : new Passage(text, TextMarkup.ToHtml(text));
    }

    private Passage FromPage(IElement? body, Dictionary<string, OutgoingAttachment> known, bool isOwn, int limit)
    {
        if (body is null)
        {
            return Passage.Empty;
        }

        var isCut = MarkupCut.Apply(body, limit);
        pictures.Place(body, known, isOwn);
        foreach (var link in body.QuerySelectorAll("a[href]"))
        {
            // These protect who reads it in the desk.
            link.RemoveAttribute("rel");
            link.RemoveAttribute("target");
        }

        foreach (var quote in isOwn ? body.QuerySelectorAll("blockquote[type]").ToList() : [])
        {
            // Readers fold away what is marked so. What the author put between the answers is to be seen.
            quote.RemoveAttribute("type");
        }

        if (isCut)
        {
            var mark = body.Owner!.CreateElement("div");
            mark.TextContent = PlainText.CutMark;
            body.AppendChild(mark);
        }

        return AsRead(body.InnerHtml);
    }

    // A tree of careless markup can say something that its own markup, read again, does not: links in tables in links, paragraphs around tables. What is read again is
    // what the recipient's program will see, and the text is made from that.
    private Passage AsRead(string html)
    {
        if (HtmlPage.Parse(PageMarkup.Page(html), problems).Body is not { } body)
        {
            return Passage.Empty;
        }

        var text = PlainText.Tidy(HtmlText.All(body));
        return text.Length == 0 && body.QuerySelector("img") is null ? Passage.Empty : new Passage(text, $"<div>{body.InnerHtml.Trim()}</div>");
    }

    private static Dictionary<string, OutgoingAttachment> Known(MessageBody body)
    {
        var known = new Dictionary<string, OutgoingAttachment>(StringComparer.OrdinalIgnoreCase);
        foreach (var picture in body.Pictures)
        {
            if (MessageIds.Normalize(picture.ContentId) is { } id)
            {
                known.TryAdd(id, picture);
            }
        }

        return known;
    }
}
