using AngleSharp.Dom;
using Tern.Mail.Composing;

namespace Tern.Mail.Html;

/// <summary>Shortens a page of bounded depth, so that what is left is well-formed.</summary>
internal static class MarkupCut
{
    /// <summary>Keeps about so many characters of markup from the beginning.</summary>
    /// <returns>Whether anything was cut.</returns>
    internal static bool Apply(IElement body, int limit)
    {
        var room = limit;
        return Cut(body, ref room);
    }

    private static bool Cut(INode parent, ref int room)
    {
        for (var i = 0; i < parent.ChildNodes.Length; i++)
        {
            var child = parent.ChildNodes[i];
            var before = room;
            room -= Cost(child);
            if (room >= 0 && !Cut(child, ref room))
            {
                continue;
            }

            var kept = i + 1;
            if (room < 0 && child is IText text && before > 0)
            {
                text.Data = PlainText.Shorten(text.Data, before);
            }
            else if (before - Cost(child) < 0)
            {
                kept = i;
            }

            while (parent.ChildNodes.Length > kept)
            {
                parent.RemoveChild(parent.ChildNodes[^1]);
            }

            return true;
        }

        return false;
    }

    private static int Cost(INode node) => node switch
    {
        IText text => text.Length,
        IElement element => element.LocalName.Length * 2 + 5 + element.Attributes.Sum(a => a.Name.Length + a.Value.Length + 4),
        _ => 0,
    };
}
