using System.Security.Cryptography;
using Tern.Mail.Reading;

namespace Tern.Mail;

/// <summary>A file that came with a mail. A large one is not held, but decoded from the mail whenever it is opened.</summary>
public sealed class MailAttachment
{
    private readonly FileContent _content;
    private string? _sha256;

    internal MailAttachment(string name, string contentType, FileContent content, string? contentId, bool isInline, bool isSignature)
    {
        Name = name;
        ContentType = contentType;
        _content = content;
        ContentId = contentId;
        IsInline = isInline;
        IsSignature = isSignature;
    }

    /// <summary>A name that is safe to store and to offer for download: no path, no control characters; unique within its mail.</summary>
    public string Name { get; }

    /// <summary>The media type as the mail declares it, in lower case and without parameters. It is a claim, not a fact.</summary>
    public string ContentType { get; }

    /// <summary>The decoded size in bytes.</summary>
    public long Size => _content.Size;

    /// <summary>The Content-ID without angle brackets (RFC 2392), by which the HTML refers to it.</summary>
    public string? ContentId { get; }

    /// <summary>The HTML shows it in place, so that it need not be listed among the files.</summary>
    public bool IsInline { get; }

    /// <summary>A detached signature (S/MIME or OpenPGP): better shown as a seal than as a file.</summary>
    public bool IsSignature { get; }

    /// <summary>The SHA-256 of the content in lower-case hex; computed on first use.</summary>
    public string Sha256 => _sha256 ??= Hash(SHA256.HashData);

    /// <summary>The MD5 of the content in lower-case hex, by which other systems know files; it proves nothing.</summary>
#pragma warning disable CA5351 // A name, not a proof.
    public string Md5 => Hash(MD5.HashData);
#pragma warning restore CA5351

    /// <summary>The decoded bytes, from the beginning. Where a large mail was read from a stream, that must still be open.</summary>
    public Stream Open() => _content.Open();

    private string Hash(Func<Stream, byte[]> hash)
    {
        using var content = Open();
        return Convert.ToHexStringLower(hash(content));
    }
}
