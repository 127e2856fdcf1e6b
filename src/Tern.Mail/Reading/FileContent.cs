using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>What is in a file of a mail. A small one is decoded and held; a large one stays where it lies in the mail and is decoded whenever it is read.</summary>
internal sealed class FileContent
{
    private readonly SourceStream _bytes;
    private readonly ContentEncoding _encoding;

    internal FileContent(ReadOnlyMemory<byte> decoded)
        : this(new SourceStream(new HeldMail(decoded)), ContentEncoding.Binary, decoded.Length)
    {
    }

    /// <param name="bytes">As they lie in the mail.</param>
    /// <param name="encoding">How they are to be decoded; they are known to be well formed.</param>
    /// <param name="size">What they come to.</param>
    internal FileContent(SourceStream bytes, ContentEncoding encoding, long size) => (_bytes, _encoding, Size) = (bytes, encoding, size);

    internal long Size { get; }

    /// <summary>The decoded bytes, from the beginning.</summary>
    internal Stream Open()
    {
        var bytes = _bytes.Part(0, _bytes.Length);
        return _encoding == ContentEncoding.Binary ? bytes : new MimeContent(bytes, _encoding).Open();
    }
}
