namespace Tern.Features.Mailboxes.Connect;

/// <summary>What was entered on the connect page.</summary>
public sealed record ConnectForm(
    string? Address = null,
    string? DisplayName = null,
    string? Tenant = null,
    string? ClientId = null,
    string? Way = null,
    string? Secret = null,
    DateOnly? SecretExpires = null,
    string? CertificatePassword = null,
    string? Import = null);
