namespace Tern.Features.Customers;

/// <summary>Somebody who writes to us, under one or several addresses.</summary>
internal sealed class Customer
{
    public required CustomerId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The address the customer last wrote from; shown in lists without asking for the others.</summary>
    public required string Address { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long Version { get; private set; }
}
