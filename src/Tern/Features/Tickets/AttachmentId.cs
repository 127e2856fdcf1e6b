namespace Tern.Features.Tickets;

internal readonly record struct AttachmentId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
