using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>What an administrator enters to connect a mailbox, in the browser or on the command line.</summary>
internal sealed record MailboxConnection
{
    public required string Address { get; init; }

    public string? DisplayName { get; init; }

    public Cloud Cloud { get; init; }

    /// <summary>Where a cloud without addresses of its own is.</summary>
    public CloudAddresses? CustomAddresses { get; init; }

    public required string Tenant { get; init; }

    public required string ClientId { get; init; }

    public string? ApplicationObjectId { get; init; }

    public required GrantKind GrantKind { get; init; }

    /// <summary>Whoever signs in is not the mailbox itself but has access to it.</summary>
    public bool IsShared { get; init; }

    public string? Secret { get; init; }

    public DateTimeOffset? SecretExpiresAt { get; init; }

    /// <summary>PKCS #12 with the private key.</summary>
    public ReadOnlyMemory<byte> Certificate { get; init; }

    public string? CertificatePassword { get; init; }

    /// <summary>A certificate that Tern makes itself.</summary>
    public bool UsesOwnCertificate { get; init; }

    /// <summary>The file in which another issuer's token is found.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Older mail is left alone; null means from now on.</summary>
    public DateTimeOffset? ReceiveSince { get; init; }

    internal bool HasCredential => !string.IsNullOrWhiteSpace(Secret) || Certificate.Length > 0 || UsesOwnCertificate || !string.IsNullOrWhiteSpace(TokenFile);

    /// <summary>What is wrong with it, as names of texts; empty when nothing is.</summary>
    internal IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!IsAddress(Address))
        {
            problems.Add("AddressInvalid");
        }

        problems.AddRange(RegistrationProblems(Tenant, ClientId, ApplicationObjectId));
        if (GrantKind == GrantKind.AppOnly && !HasCredential)
        {
            problems.Add("CredentialMissing");
        }

        if (CredentialProblem(Secret, Certificate, CertificatePassword) is { } problem)
        {
            problems.Add(problem);
        }

        return problems;
    }

    internal static IEnumerable<string> RegistrationProblems(string tenant, string clientId, string? objectId)
    {
        if (!Guid.TryParse(tenant, out _) && !(tenant.Contains('.') && Uri.CheckHostName(tenant) == UriHostNameType.Dns))
        {
            yield return "TenantInvalid";
        }

        if (!Guid.TryParse(clientId, out _))
        {
            yield return "ClientIdInvalid";
        }

        if (!string.IsNullOrWhiteSpace(objectId) && !Guid.TryParse(objectId, out _))
        {
            yield return "ObjectIdInvalid";
        }
    }

    internal static string? CredentialProblem(string? secret, ReadOnlyMemory<byte> certificate, string? password)
    {
        // The commonest mistake of all: the portal shows the secret's ID beside its value, and the ID is a GUID.
        if (Guid.TryParse(secret, out _))
        {
            return "SecretIsId";
        }

        if (certificate.Length == 0)
        {
            return null;
        }

        try
        {
            using var loaded = X509CertificateLoader.LoadPkcs12(certificate.Span, password, X509KeyStorageFlags.EphemeralKeySet);
            using var key = loaded.GetRSAPrivateKey();
            return key is null ? "CertificateWithoutKey" : null;
        }
        catch (CryptographicException)
        {
            return "CertificateUnreadable";
        }
    }

    internal static bool IsAddress(string address) =>
        address.Length <= 320 && address.Split('@') is [{ Length: > 0 }, { Length: > 0 } domain] && domain.Contains('.') && !address.Any(char.IsWhiteSpace);
}
