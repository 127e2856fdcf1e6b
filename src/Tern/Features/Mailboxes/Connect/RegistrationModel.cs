using System.Security.Cryptography;
using Tern.Hosting;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>What the registration page shows: what to register, how, and what is known already.</summary>
public sealed record RegistrationModel
{
    public required string Name { get; init; }

    public required Uri? Portal { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    public required string PowerShell { get; init; }

    public required string Azure { get; init; }

    public string? Tenant { get; init; }

    public string? ClientId { get; init; }

    public string? ObjectId { get; init; }

    /// <summary>The public part of the certificate Tern made, as PEM.</summary>
    public string? CertificatePem { get; init; }

    /// <summary>As Entra shows it: SHA-1.</summary>
    public string? Thumbprint { get; init; }

    public DateTimeOffset? CertificateEnds { get; init; }

    public FederatedIdentity? Federated { get; init; }

    /// <summary>The files of federated tokens that the operator allows.</summary>
    public required IReadOnlyCollection<string> TokenFiles { get; init; }

    /// <summary>A credential was entered before; it is kept and not shown.</summary>
    public bool HasCredential { get; init; }

    /// <summary>Connections that work already and may serve this mailbox too.</summary>
    public IReadOnlyList<ReusableConnection> Reusable { get; init; } = [];

    /// <summary>Another setup that was begun for the same address.</summary>
    public UnfinishedSetup? Twin { get; init; }

    internal static RegistrationModel Of(OpenSetup setup, MailboxOptions options, PublicAddress address, ConnectionSettings? connection, FederatedIdentity? federated, IReadOnlyList<ReusableConnection> reusable)
    {
        var answers = setup.Answers;
        var own = answers.Proof == ProofKind.OwnCertificate ? connection?.Credentials.OfType<CertificateCredential>().FirstOrDefault(c => c.IsOwn)?.Certificate : null;
        var order = new RegistrationOrder
        {
            Name = $"Tern ({address.Base.Host})",
            Cloud = answers.Cloud,
            Way = answers.Way,
            RedirectUris = answers switch
            {
                { Way: ConnectWay.SignIn } => [address.RedirectUri(), address.ConsentUri()],
                { ComesBack: true } => [address.ConsentUri()],
                _ => [],
            },
            Permissions = answers.Way == ConnectWay.App
                ? NeededPermissions.Of(GrantKind.AppOnly, isShared: false)
                : [.. NeededPermissions.Of(GrantKind.Delegated, answers.IsShared), .. NeededPermissions.OfSignIn],
            Proof = answers.Proof,
            Certificate = own is null ? null : Convert.ToBase64String(own.RawData),
            Federated = federated,
        };
        return new RegistrationModel
        {
            Name = order.Name,
            Portal = setup.Addresses(options).Portal,
            RedirectUris = order.RedirectUris,
            Permissions = order.Permissions,
            PowerShell = PowerShellRegistration.Write(order),
            Azure = AzureRegistration.Write(order),
            Tenant = setup.Connection?.Tenant,
            ClientId = setup.Connection?.ClientId,
            ObjectId = setup.Connection?.ApplicationObjectId,
            CertificatePem = own?.ExportCertificatePem(),
            Thumbprint = own?.GetCertHashString(HashAlgorithmName.SHA1),
            CertificateEnds = own is null ? null : new DateTimeOffset(own.NotAfter.ToUniversalTime(), TimeSpan.Zero),
            Federated = federated,
            TokenFiles = [.. options.FederatedTokenFiles.Distinct(StringComparer.Ordinal)],
            HasCredential = setup.Connection?.Credentials.Exists(c => Kind(answers.Proof) == c.Kind && !c.IsOwn) == true,
            Reusable = reusable,
        };
    }

    private static CredentialKind? Kind(ProofKind? proof) => proof switch
    {
        ProofKind.Secret => CredentialKind.Secret,
        ProofKind.CertificateFile => CredentialKind.Certificate,
        ProofKind.Federated => CredentialKind.Federated,
        _ => null,
    };
}

/// <summary>A connection that mailboxes work with, by the address of one of them.</summary>
public sealed record ReusableConnection(Guid Id, string Address, string Tenant);
