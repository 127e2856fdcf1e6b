using AngleSharp.Dom;
using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>
/// Pictures that stand in the markup itself (RFC 2397), as editors paste them. Outlook and Gmail do not show those, so each becomes a part of the mail.
/// </summary>
internal sealed class DataPictures(ProblemList problems)
{
    /// <summary>Markup with as many pictures as are taken may be so much longer than other markup.</summary>
    internal const int MaxCharacters = MaxBytesTogether / 3 * 4 * 2;

    private const int MaxPictures = 100;
    private const int MaxBytes = 10 * 1024 * 1024;
    private const int MaxBytesTogether = 25 * 1024 * 1024;

    private int _count;
    private long _bytes;

    /// <summary>Takes them out of a page, each leaving a reference; what cannot be taken is left for the sanitizer to remove.</summary>
    internal void TakeOut(IElement body, IDictionary<string, OutgoingAttachment> pictures)
    {
        foreach (var element in body.QuerySelectorAll("img[src]").ToList())
        {
            var source = element.GetAttribute("src")!.Trim();
            if (!source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            element.RemoveAttribute("src");
            if (Read(source) is { } picture)
            {
                if (pictures.TryAdd(picture.ContentId!, picture))
                {
                    _count++;
                    _bytes += picture.Size;
                }

                element.SetAttribute("src", "cid:" + picture.ContentId);
            }
            else
            {
                problems.Add("A picture in the text is too large, of a kind that mail programs do not show, or one too many; it was left out.");
            }
        }
    }

    private OutgoingAttachment? Read(string uri)
    {
        var comma = uri.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || _count == MaxPictures || uri[5..comma].ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries) is not [var type, .., "base64"]
            || Extension(type) is not { } extension || (uri.Length - comma) / 4 * 3 > MaxBytes + 1024)
        {
            return null;
        }

        var encoded = uri[(comma + 1)..];
        encoded = encoded.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(encoded) : encoded;
        var bytes = new byte[encoded.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || length is 0 or > MaxBytes || _bytes + length > MaxBytesTogether)
        {
            return null;
        }

        return new OutgoingAttachment($"image{_count + 1}{extension}", type, length, () => new MemoryStream(bytes, 0, length, writable: false), ContentIds.Of(bytes.AsSpan(0, length)));
    }

    // No SVG: it is a program as much as a picture, and mail programs do not show it.
    private static string? Extension(string type) => type switch
    {
        "image/png" => ".png",
        "image/jpeg" or "image/jpg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/bmp" => ".bmp",
        _ => null,
    };
}
