namespace Tern.Features.Tickets;

/// <summary>Our own key of a mail that leaves; it travels with the draft, so that it can be found again after any crash.</summary>
internal readonly record struct OutboxKey(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
