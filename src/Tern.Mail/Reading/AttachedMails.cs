using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Where the mails that a mail carries stand in it (RFC 2046 §5.2.1), so that each is a file of the very bytes that came, broken ones too.</summary>
internal sealed class AttachedMails(ReadOnlyMemory<byte> raw)
{
    private readonly Dictionary<MimeMessage, ReadOnlyMemory<byte>> _sources = new(ReferenceEqualityComparer.Instance);

    internal void Watch(MimeParser parser) => parser.MimeMessageEnd += (_, end) =>
    {
        if (end.Parent is not null && end is { BeginOffset: >= 0 } && end.EndOffset >= end.BeginOffset && end.EndOffset <= raw.Length)
        {
            _sources[end.Message] = raw[(int)end.BeginOffset..(int)end.EndOffset];
        }
    };

    /// <summary>The bytes of an attached mail; empty where another parser than the watched one read it.</summary>
    internal ReadOnlyMemory<byte> Source(MimeMessage message) => _sources.GetValueOrDefault(message);
}
