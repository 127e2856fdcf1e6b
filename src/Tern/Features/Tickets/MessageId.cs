namespace Tern.Features.Tickets;

/// <summary>Our identity of a message. What mail calls Message-ID is <see cref="Message.MessageIdHeader"/>.</summary>
internal readonly record struct MessageId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
