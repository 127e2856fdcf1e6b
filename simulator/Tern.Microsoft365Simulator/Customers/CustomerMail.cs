namespace Tern.Microsoft365Simulator.Customers;

/// <summary>A mail that reached somebody outside the tenants.</summary>
public sealed record CustomerMail(int Number, string To, string EnvelopeFrom, DateTimeOffset Received, byte[] Raw);
