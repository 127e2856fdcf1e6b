using System.Globalization;
using System.Net;
using Tern.Mail.Html;

namespace Tern.Mail.Composing;

/// <summary>Plain text with pictures in it as HTML.</summary>
internal static class PicturedText
{
    internal static string ToHtml(string text, IReadOnlyList<OutgoingAttachment> pictures)
    {
        // Marks from the private use area stand in for the pictures while the text becomes markup; what the author has of them is nobody's letter.
        var marked = text.Replace(TextMarkup.PictureMark.ToString(), "", StringComparison.Ordinal).Replace(TextMarkup.PictureEnd.ToString(), "", StringComparison.Ordinal);
        for (var i = 0; i < pictures.Count; i++)
        {
            marked = marked.Replace($"[{pictures[i].Name}]", Mark(i), StringComparison.Ordinal);
        }

        var html = TextMarkup.ToHtml(marked);
        for (var i = 0; i < pictures.Count; i++)
        {
            html = html.Replace(
                Mark(i), $"<img src=\"cid:{WebUtility.HtmlEncode(pictures[i].ContentId)}\" alt=\"{WebUtility.HtmlEncode(pictures[i].Name)}\">", StringComparison.Ordinal);
        }

        return html;
    }

    private static string Mark(int picture) => string.Create(CultureInfo.InvariantCulture, $"{TextMarkup.PictureMark}{picture}{TextMarkup.PictureEnd}");
}
