using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>Turns a stored connection into the engine's settings; decrypts what was encrypted.</summary>
internal sealed class ConnectionReader(SecretBox secrets)
{
    /// <summary>Loading a PKCS #12 costs milliseconds; its content never changes under one id.</summary>
    private readonly ConcurrentDictionary<CredentialId, X509Certificate2> _certificates = new();

    /// <summary>A credential that cannot be decrypted is passed over as long as there is another: a new one heals a lost key ring.</summary>
    /// <exception cref="MailboxAuthenticationException">None of the credentials can be decrypted.</exception>
    internal ConnectionSettings Read(Connection connection, Grant? grant = null) => new()
    {
        GrantId = connection.Id.Value,
        Provider = connection.Provider,
        Authority = new Uri(connection.Authority),
        Api = new Uri(connection.Api),
        Resource = connection.Resource,
        Tenant = connection.Tenant,
        ClientId = connection.ClientId,
        GrantKind = connection.GrantKind,
        IsShared = connection.IsShared,
        Credentials = ReadAll(connection),
        NextCertificate = ReadNext(connection),
        ApplicationObjectId = connection.ApplicationObjectId,
        Permissions = grant?.Permissions?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    };

    private List<CredentialSettings> ReadAll(Connection connection)
    {
        var readable = new List<CredentialSettings>();
        MailboxAuthenticationException? unreadable = null;
        foreach (var credential in connection.Credentials.Where(c => c.Stage == CredentialStage.InUse).OrderByDescending(c => c.Id == connection.WorkingCredentialId).ThenByDescending(c => c.CreatedAt))
        {
            try
            {
                readable.Add(Read(credential));
            }
            catch (MailboxAuthenticationException foreign)
            {
                unreadable = foreign;
            }
        }

        return readable.Count == 0 && unreadable is not null ? throw unreadable : readable;
    }

    private NextCertificate? ReadNext(Connection connection)
    {
        try
        {
            return connection.Credentials.Find(c => c.Stage is CredentialStage.Made or CredentialStage.Added) is { } next
                ? new NextCertificate((CertificateCredential)Read(next), next.AddedAt)
                : null;
        }
        catch (MailboxAuthenticationException)
        {
            return null; // made with keys that are lost: another one takes its place
        }
    }

    private CredentialSettings Read(Credential credential)
    {
        var id = credential.Id.Value;
        CredentialSettings read = credential.Kind switch
        {
            CredentialKind.Certificate => new CertificateCredential(id, _certificates.GetOrAdd(credential.Id, _ => Load(credential))) { IsOwn = credential.IsOwn },
            CredentialKind.Federated => new FederatedCredential(id, secrets.Open(credential.Protected)),
            _ => new SecretCredential(id, secrets.Open(credential.Protected), credential.ExpiresAt),
        };
        return read with { KeyId = credential.KeyId, WarnedDays = credential.WarnedDays };
    }

    /// <summary>A certificate without its key, as DER.</summary>
    /// <exception cref="MailboxAuthenticationException">It cannot be decrypted.</exception>
    internal byte[] PublicPart(Credential credential) => _certificates.GetOrAdd(credential.Id, _ => Load(credential)).RawData;

    private X509Certificate2 Load(Credential credential) =>
        X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(secrets.Open(credential.Protected)), password: null);
}
