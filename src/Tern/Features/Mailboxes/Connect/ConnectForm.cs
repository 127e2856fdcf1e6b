namespace Tern.Features.Mailboxes.Connect;

/// <summary>What was entered on the connect page.</summary>
public sealed record ConnectForm
{
    public string? Address { get; init; }

    public string? DisplayName { get; init; }

    public string? Tenant { get; init; }

    public string? ClientId { get; init; }

    public string? Way { get; init; }

    public bool Shared { get; init; }

    public string? Secret { get; init; }

    public DateOnly? SecretExpires { get; init; }

    public string? CertificatePassword { get; init; }

    public string? Import { get; init; }
}
