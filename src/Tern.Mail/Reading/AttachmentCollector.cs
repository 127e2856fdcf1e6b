using System.Text;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Decodes the files of a mail and gives each a safe and unique name.</summary>
internal sealed class AttachmentCollector(AttachedMails attached, ProblemList problems, Encoding? hint)
{
    private readonly List<Found> _files = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private sealed record Found(string Name, string ContentType, FileContent Content, string? ContentId, string? Location, bool IsInlineDisposition, bool IsSignature);

    internal int Count => _files.Count;

    internal void Add(MimeEntity entity)
    {
        var type = entity.ContentType.MimeType.ToLowerInvariant();
        var content = Decode(entity);
        var name = AttachmentNames.Choose(entity, problems, hint);
        var disposition = entity.ContentDisposition?.Disposition;
        var isSignature = type is "application/pgp-signature" or "application/pkcs7-signature" or "application/x-pkcs7-signature";
        var id = MessageIds.Normalize(entity.ContentId ?? entity.Headers["Content-ID"]);
        _files.Add(new Found(Unique(name), type, content, id, entity.ContentLocation?.OriginalString, string.Equals(disposition, "inline", StringComparison.OrdinalIgnoreCase), isSignature));
    }

    internal void AddDecoded(string name, string contentType, ReadOnlyMemory<byte> content) =>
        _files.Add(new Found(Unique(AttachmentNames.MakeSafe(name) ?? "file"), contentType, new FileContent(content), null, null, false, false));

    /// <summary>The files; a picture is inline where the markup refers to it, not where a header merely says so.</summary>
    internal IReadOnlyList<MailAttachment> ToList(string? html)
    {
        if (_files.Count == 0)
        {
            return [];
        }

        var list = new List<MailAttachment>(_files.Count);
        foreach (var file in _files)
        {
            list.Add(new MailAttachment(file.Name, file.ContentType, file.Content, file.ContentId, IsShown(file, html), file.IsSignature));
        }

        return list;
    }

    private static bool IsShown(Found file, string? html)
    {
        if (html is null)
        {
            return file.ContentId is not null && file.IsInlineDisposition && file.ContentType.StartsWith("image/", StringComparison.Ordinal);
        }

        return file.ContentId is not null
            && (html.Contains("cid:" + file.ContentId, StringComparison.OrdinalIgnoreCase)
                || html.Contains("cid:" + Uri.EscapeDataString(file.ContentId), StringComparison.OrdinalIgnoreCase));
    }

    private FileContent Decode(MimeEntity entity)
    {
        if (entity is MimePart { Content: { } content } part)
        {
            return content.Encoding != ContentEncoding.Base64 && Uuencoded(part, content) is { } decoded ? new FileContent(decoded) : PartBytes.File(content, problems);
        }

        if (entity is MessagePart { Message: { } carried } && attached.Source(carried) is { Length: > 0 } source)
        {
            return new FileContent(source, ContentEncoding.Binary, source.Length);
        }

        var target = new MemoryStream();
        switch (entity)
        {
            case MessagePart { Message: { } message }:
                message.WriteTo(WireFormat.Options, target);
                break;
            default:
                entity.WriteTo(WireFormat.Options, target, contentOnly: true);
                break;
        }

        return new FileContent(target.GetBuffer().AsMemory(0, (int)target.Length));
    }

    private byte[]? Uuencoded(MimePart part, IMimeContent content)
    {
        if (part.Headers[HeaderId.ContentTransferEncoding]?.Contains("uu", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        var text = Charsets.Tidy(Encoding.Latin1.GetString(PartBytes.Encoded(content).Span));
        var (_, files) = UuencodedFiles.Extract(text);
        var decoded = files.Count > 0 ? files[0].Content : UuencodedFiles.DecodeLines(text);
        if (decoded is null)
        {
            problems.Add("An attachment's transfer encoding could not be read.");
        }

        return decoded;
    }

    private string Unique(string name)
    {
        if (_names.Add(name))
        {
            return name;
        }

        // Before the first dot, so that archive.tar.gz keeps what it is.
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (stem, extension) = dot > 0 ? (name[..dot], name[dot..]) : (name, "");
        for (var i = 1; ; i++)
        {
            var candidate = $"{stem}{i}{extension}";
            if (_names.Add(candidate))
            {
                return candidate;
            }
        }
    }
}
