using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Where the mails that a mail carries stand in it (RFC 2046 §5.2.1), so that each is a file of the very bytes that came, broken ones too.</summary>
internal sealed class AttachedMails(SourceStream mail)
{
    private readonly Dictionary<MimeMessage, SourceStream> _sources = new(ReferenceEqualityComparer.Instance);

    internal void Watch(MimeParser parser) => parser.MimeMessageEnd += (_, end) =>
    {
        if (end.Parent is not null && end is { BeginOffset: >= 0 } && end.EndOffset >= end.BeginOffset && end.EndOffset <= mail.Length)
        {
            _sources[end.Message] = mail.Part(end.BeginOffset, end.EndOffset);
        }
    };

    /// <summary>The bytes of an attached mail; null where another parser than the watched one read it.</summary>
    internal SourceStream? Source(MimeMessage message) => _sources.GetValueOrDefault(message);
}
