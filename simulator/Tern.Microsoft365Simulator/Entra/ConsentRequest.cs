namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Somebody has asked the administrators to allow an application (admin consent workflow).</summary>
public sealed record ConsentRequest(string ClientId, string UserId, string? Justification, DateTimeOffset Sent);
