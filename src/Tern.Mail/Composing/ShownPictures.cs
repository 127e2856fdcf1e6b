using AngleSharp.Dom;
using Tern.Mail.Html;
using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>The pictures a page shows, from all its passages. Two mails may use one content id, so ids are made unique here, and pages follow.</summary>
internal sealed class ShownPictures(ProblemList problems)
{
    private readonly List<OutgoingAttachment> _shown = [];
    private readonly Dictionary<OutgoingAttachment, string> _idsByPicture = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyList<OutgoingAttachment> All => _shown;

    internal bool Has(OutgoingAttachment picture) => _idsByPicture.ContainsKey(picture);

    /// <summary>Gives each picture of a safe passage its source in this mail. One without becomes the words that stand for it, so that no picture is sent broken.</summary>
    /// <param name="passage">What <see cref="HtmlPage.SafeBody"/> gave.</param>
    /// <param name="pictures">What the passage may refer to, by content id.</param>
    /// <param name="isOwn">We wrote it, and what it shows from the web is meant to be shown. Other people's may count who looks, and has no place in our mail.</param>
    internal void Place(IElement passage, IDictionary<string, OutgoingAttachment> pictures, bool isOwn)
    {
        foreach (var element in passage.QuerySelectorAll("img").ToList())
        {
            if (ContentIds.OfReference(element.GetAttribute("src")) is { } id && pictures.TryGetValue(id, out var picture))
            {
                element.SetAttribute("src", "cid:" + Show(picture, id));
            }
            else if (isOwn && element.GetAttribute(SafeHtml.RemoteSource) is { } remote)
            {
                element.RemoveAttribute(SafeHtml.RemoteSource);
                element.SetAttribute("src", remote);
            }
            else
            {
                Replace(element);
            }
        }
    }

    private string Show(OutgoingAttachment picture, string id)
    {
        if (_idsByPicture.TryGetValue(picture, out var known))
        {
            return known;
        }

        var unique = id;
        for (var i = 0; !ContentIds.IsPlain(unique) || !_ids.Add(unique); i++)
        {
            unique = ContentIds.Of($"{i} {id} {picture.Name} {picture.Size}");
        }

        _idsByPicture.Add(picture, unique);
        _shown.Add(picture with { ContentId = unique });
        return unique;
    }

    private void Replace(IElement element)
    {
        if (element.GetAttribute("src") is not null)
        {
            problems.Add("A picture that the text shows did not come with it; its description stands in its place.");
        }

        if (HtmlText.Caption(element) is { } caption)
        {
            element.Replace(element.Owner!.CreateTextNode(caption));
        }
        else
        {
            element.Remove();
        }
    }
}
