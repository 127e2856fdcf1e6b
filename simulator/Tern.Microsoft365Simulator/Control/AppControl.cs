using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Rights;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Applications, their credentials, and what was consented to.</summary>
public sealed class AppControl
{
    private readonly World _world;

    internal AppControl(World world) => _world = world;

    public IReadOnlyList<AppRegistration> All
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Apps];
            }
        }
    }

    /// <summary>Registers an application. Nothing is consented to yet.</summary>
    /// <param name="tenant">The tenant it is registered in.</param>
    /// <param name="name">What people see on the consent page.</param>
    /// <param name="redirectUris">Redirect URIs of type Web.</param>
    /// <param name="applicationPermissions">Roles such as Mail.ReadWrite.</param>
    /// <param name="delegatedPermissions">Scopes such as Mail.ReadWrite.</param>
    /// <param name="isMultiTenant">Usable from other tenants and through /common.</param>
    /// <param name="isPublicClient">Has no credential.</param>
    /// <param name="spaRedirectUris">Redirect URIs of type single-page application.</param>
    /// <param name="nativeRedirectUris">Redirect URIs of type mobile and desktop.</param>
    /// <param name="allowsPersonalAccounts">People with a personal account may use it.</param>
    /// <exception cref="ArgumentException">A redirect URI that the portal would not take, or a permission there is not.</exception>
    public AppRegistration Add(
        Tenant tenant,
        string name,
        IEnumerable<string>? redirectUris = null,
        IEnumerable<string>? applicationPermissions = null,
        IEnumerable<string>? delegatedPermissions = null,
        bool isMultiTenant = false,
        bool isPublicClient = false,
        IEnumerable<string>? spaRedirectUris = null,
        IEnumerable<string>? nativeRedirectUris = null,
        bool allowsPersonalAccounts = false)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        KnownPermissions.Check((applicationPermissions ?? []).Concat(delegatedPermissions ?? []));
        lock (_world.Gate)
        {
            var app = new AppRegistration
            {
                ClientId = _world.Random.Identifier(),
                ObjectId = _world.Random.Identifier(),
                TenantId = tenant.Id,
                DisplayName = name,
                RedirectUris = [.. redirectUris ?? []],
                SpaRedirectUris = [.. spaRedirectUris ?? []],
                NativeRedirectUris = [.. nativeRedirectUris ?? []],
                AllowsPersonalAccounts = allowsPersonalAccounts,
                ApplicationPermissions = [.. applicationPermissions ?? []],
                DelegatedPermissions = [.. delegatedPermissions ?? []],
                IsMultiTenant = isMultiTenant,
                IsPublicClient = isPublicClient,
            };
            RedirectUris.CheckRegistration(app);
            _world.State.Apps.Add(app);
            _world.State.Directory().PrincipalOf(app.ClientId, tenant.Id);
            _world.Version++;
            return app;
        }
    }

    public AppRegistration? Find(string clientId)
    {
        lock (_world.Gate)
        {
            return _world.State.Directory().FindApp(clientId);
        }
    }

    /// <summary>Removes the registration: 700016 from now on.</summary>
    public void Remove(AppRegistration app)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            _world.State.Apps.Remove(app);
            _world.State.Consents.RemoveAll(c => c.ClientId == app.ClientId);
            _world.State.Principals.RemoveAll(p => p.ClientId == app.ClientId);
            _world.Version++;
        }
    }

    /// <summary>Replaces the redirect URIs of the types that are given.</summary>
    /// <exception cref="ArgumentException">One that the portal would not take.</exception>
    public void SetRedirectUris(AppRegistration app, IEnumerable<string>? web = null, IEnumerable<string>? spa = null, IEnumerable<string>? native = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            List<string> before = [.. app.RedirectUris], beforeSpa = [.. app.SpaRedirectUris], beforeNative = [.. app.NativeRedirectUris];
            Replace(app.RedirectUris, web);
            Replace(app.SpaRedirectUris, spa);
            Replace(app.NativeRedirectUris, native);
            try
            {
                RedirectUris.CheckRegistration(app);
            }
            catch (ArgumentException)
            {
                Replace(app.RedirectUris, before);
                Replace(app.SpaRedirectUris, beforeSpa);
                Replace(app.NativeRedirectUris, beforeNative);
                throw;
            }

            _world.Version++;
        }
    }

    /// <summary>Adds a client secret; the result's id is what people paste by mistake.</summary>
    public ClientSecret AddSecret(AppRegistration app, string value, DateTimeOffset ends)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            var secret = new ClientSecret(_world.Random.Identifier(), value, ends.ToUniversalTime());
            app.Secrets.Add(secret);
            _world.Version++;
            return secret;
        }
    }

    public void RemoveSecret(AppRegistration app, string secretId)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            app.Secrets.RemoveAll(s => s.Id == secretId);
            _world.Version++;
        }
    }

    /// <summary>Registers the public part of a certificate, DER encoded.</summary>
    public ClientCertificate AddCertificate(AppRegistration app, ReadOnlySpan<byte> der)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            var certificate = new ClientCertificate(_world.Random.Identifier(), der.ToArray());
            app.Certificates.Add(certificate);
            _world.Version++;
            return certificate;
        }
    }

    public void RemoveCertificate(AppRegistration app, string certificateId)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            app.Certificates.RemoveAll(c => c.Id == certificateId);
            _world.Version++;
        }
    }

    /// <summary>Takes a certificate out of use before its end: 7000214, or 7000277 when its issuer did it.</summary>
    public void RevokeCertificate(AppRegistration app, string certificateId, CertificateRevocation by = CertificateRevocation.Administrator)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            (app.Certificates.Find(c => c.Id == certificateId) ?? throw new ArgumentException($"There is no certificate {certificateId}.", nameof(certificateId))).Revocation = by;
            _world.Version++;
        }
    }

    /// <summary>Trusts the assertions of another issuer about one subject, exactly as written here.</summary>
    /// <exception cref="ArgumentException">There are twenty already.</exception>
    public FederatedCredential AddFederatedCredential(AppRegistration app, string issuer, string subject, string audience = FederatedCredential.UsualAudience)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            if (app.FederatedCredentials.Count >= FederatedCredential.Most)
            {
                throw new ArgumentException($"An application has {FederatedCredential.Most} federated credentials at most.", nameof(app));
            }

            var credential = new FederatedCredential(_world.Random.Identifier(), issuer, subject, audience);
            app.FederatedCredentials.Add(credential);
            _world.Version++;
            return credential;
        }
    }

    public void RemoveFederatedCredential(AppRegistration app, string credentialId)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            app.FederatedCredentials.RemoveAll(c => c.Id == credentialId);
            _world.Version++;
        }
    }

    /// <summary>An administrator of the tenant (the home tenant unless told) grants everything in the registration.</summary>
    public void GrantAdminConsent(AppRegistration app, Tenant? tenant = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            AdminConsent.Grant(_world, app, tenant?.Id ?? app.TenantId);
            _world.Version++;
        }
    }

    /// <summary>Takes back all consent in a tenant: tokens without roles, refreshes fail with 65001.</summary>
    public void WithdrawConsent(AppRegistration app, Tenant? tenant = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            _world.State.Consents.RemoveAll(c => c.ClientId == app.ClientId && c.TenantId == (tenant?.Id ?? app.TenantId));
            _world.Version++;
        }
    }

    private static void Replace(List<string> uris, IEnumerable<string>? by)
    {
        if (by is not null)
        {
            var copy = by.ToList();
            uris.Clear();
            uris.AddRange(copy);
        }
    }
}
