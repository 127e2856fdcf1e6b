using System.Text;
using System.Text.RegularExpressions;

namespace Tern.MailEngine.Sync;

/// <summary>
/// A message while it comes in, watched for its end: one of several parts ends with a line that says so (RFC 2046 §5.1.1). An answer that looks whole and whose
/// message stops in the middle is told by nothing else.
/// </summary>
internal sealed partial class EndWatch(Stream inner) : Stream
{
    /// <summary>The headers that name the line stand in the beginning.</summary>
    private const int HeadBytes = 64 * 1024;

    /// <summary>Some programs write a few lines behind the last part.</summary>
    private const int TailBytes = 16 * 1024;

    private readonly MemoryStream _head = new();
    private readonly byte[] _tail = new byte[TailBytes];
    private int _kept;

    /// <summary>False where the message promises parts and does not end them; it may have been sent like that.</summary>
    public bool HasEnd
    {
        get
        {
            var headers = Unfolded(Encoding.Latin1.GetString(_head.GetBuffer(), 0, (int)_head.Length));
            return Multipart().Match(headers) is not { Success: true } match
                || Encoding.Latin1.GetString(_tail, 0, _kept).Contains($"--{match.Groups["boundary"].Value}--", StringComparison.Ordinal);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        Note(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A message is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _head.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Note(ReadOnlySpan<byte> block)
    {
        _head.Write(block[..Math.Min(block.Length, HeadBytes - (int)_head.Length)]);
        if (block.Length >= TailBytes)
        {
            block[^TailBytes..].CopyTo(_tail);
            _kept = TailBytes;
            return;
        }

        var stays = Math.Min(_kept, TailBytes - block.Length);
        _tail.AsSpan(_kept - stays, stays).CopyTo(_tail);
        block.CopyTo(_tail.AsSpan(stays));
        _kept = stays + block.Length;
    }

    private static string Unfolded(string head)
    {
        var end = EmptyLine().Match(head);
        return Fold().Replace(end.Success ? head[..end.Index] : head, " ");
    }

    [GeneratedRegex(@"\r?\n\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyLine();

    [GeneratedRegex(@"\r?\n[ \t]+", RegexOptions.CultureInvariant)]
    private static partial Regex Fold();

    [GeneratedRegex(@"^Content-Type[ \t]*:[ \t]*multipart/[^\r\n]*?;[ \t]*boundary[ \t]*=[ \t]*(?:""(?<boundary>[^""\r\n]{1,200})""|(?<boundary>[^\s;""]{1,200}))", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Multipart();
}
