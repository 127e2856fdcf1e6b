namespace Tern.Features.Customers;

/// <summary>One address of a customer. An address belongs to one customer only.</summary>
internal sealed class CustomerAddress
{
    /// <summary>Trimmed and in lower case: the key.</summary>
    public required string AddressNormalized { get; init; }

    public required CustomerId CustomerId { get; init; }
}
