namespace Tern.Features.Customers;

internal readonly record struct CustomerId(Guid Value);
