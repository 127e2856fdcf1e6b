namespace Tern.Features.Customers;

internal readonly record struct CustomerId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
