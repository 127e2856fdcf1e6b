using Tern.Microsoft365Simulator.Entra;
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
    public AppRegistration Add(
        Tenant tenant,
        string name,
        IEnumerable<string>? redirectUris = null,
        IEnumerable<string>? applicationPermissions = null,
        IEnumerable<string>? delegatedPermissions = null,
        bool isMultiTenant = false,
        bool isPublicClient = false)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            var app = new AppRegistration
            {
                ClientId = _world.Random.Identifier(),
                ObjectId = _world.Random.Identifier(),
                TenantId = tenant.Id,
                DisplayName = name,
                RedirectUris = [.. redirectUris ?? []],
                ApplicationPermissions = [.. applicationPermissions ?? []],
                DelegatedPermissions = [.. delegatedPermissions ?? []],
                IsMultiTenant = isMultiTenant,
                IsPublicClient = isPublicClient,
            };
            _world.State.Apps.Add(app);
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
}
