using System.Security.Cryptography;

namespace Tern.Mail;

/// <summary>A file that came with a mail, decoded.</summary>
public sealed class MailAttachment
{
    private string? _sha256;

    internal MailAttachment(string name, string contentType, ReadOnlyMemory<byte> content, string? contentId, bool isInline, bool isSignature)
    {
        Name = name;
        ContentType = contentType;
        Content = content;
        ContentId = contentId;
        IsInline = isInline;
        IsSignature = isSignature;
    }

    /// <summary>A name that is safe to store and to offer for download: no path, no control characters; unique within its mail.</summary>
    public string Name { get; }

    /// <summary>The media type as the mail declares it, in lower case and without parameters. It is a claim, not a fact.</summary>
    public string ContentType { get; }

    /// <summary>The decoded size in bytes.</summary>
    public long Size => Content.Length;

    /// <summary>The Content-ID without angle brackets (RFC 2392), by which the HTML refers to it.</summary>
    public string? ContentId { get; }

    /// <summary>The HTML shows it in place, so that it need not be listed among the files.</summary>
    public bool IsInline { get; }

    /// <summary>A detached signature (S/MIME or OpenPGP): better shown as a seal than as a file.</summary>
    public bool IsSignature { get; }

    /// <summary>The decoded bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The SHA-256 of the content in lower-case hex; computed on first use.</summary>
    public string Sha256 => _sha256 ??= Convert.ToHexStringLower(SHA256.HashData(Content.Span));

    /// <summary>The MD5 of the content in lower-case hex, by which other systems know files; it proves nothing.</summary>
#pragma warning disable CA5351 // A name, not a proof.
    public string Md5 => Convert.ToHexStringLower(MD5.HashData(Content.Span));
#pragma warning restore CA5351

    /// <summary>Writes the decoded bytes.</summary>
    public void WriteTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        destination.Write(Content.Span);
    }
}
