using System.Security.Cryptography;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/apps</summary>
internal static class AppCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(call.Simulator.Apps.All);
            case ("POST", []):
                return Add(call);
            case ("GET", [var id]):
                return ControlCall.Show(call.App(id));
            case ("PATCH", [var id]):
                return Change(call, call.App(id));
            case ("DELETE", [var id]):
                call.Simulator.Apps.Remove(call.App(id));
                return ControlCall.Done();
            case (_, [var id, "secrets" or "certificates" or "federated-credentials", ..]):
                return Credentials(call, id, rest[1..]);
            case (_, [var id, "roles", .. var roles]):
                return RoleCommands.Answer(call, id, roles);
            case ("POST", [var id, "consent"]):
                call.Simulator.Apps.GrantAdminConsent(call.App(id), call.Query["tenant"] is { } to ? call.Tenant(to) : null);
                return ControlCall.Done();
            case ("DELETE", [var id, "consent"]):
                call.Simulator.Apps.WithdrawConsent(call.App(id), call.Query["tenant"] is { } of ? call.Tenant(of) : null);
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Credentials(ControlCall call, string clientId, string[] rest)
    {
        var (apps, app) = (call.Simulator.Apps, call.App(clientId));
        switch (call.Request.Method, rest)
        {
            case ("POST", ["secrets"]):
                var secret = call.Body<NewSecret>();
                return ControlCall.Show(apps.AddSecret(app, secret.Value, secret.Ends ?? call.Simulator.Clock.GetUtcNow().AddMonths(24)), 201);
            case ("DELETE", ["secrets", var id]):
                apps.RemoveSecret(app, id);
                return ControlCall.Done();
            case ("POST", ["certificates"]):
                return ControlCall.Show(apps.AddCertificate(app, ReadCertificate(call.Request.Body.ToArray())), 201);
            case ("POST", ["certificates", var id, "revoke"]):
                Carefully(() => apps.RevokeCertificate(app, id, call.Query["by"] is "issuer" ? Entra.CertificateRevocation.Issuer : Entra.CertificateRevocation.Administrator));
                return ControlCall.Done();
            case ("POST", ["federated-credentials"]):
                var trusted = call.Body<NewFederatedCredential>();
                return ControlCall.Show(Carefully(() => apps.AddFederatedCredential(app, trusted.Issuer, trusted.Subject, trusted.Audience ?? Entra.FederatedCredential.UsualAudience)), 201);
            case ("DELETE", ["federated-credentials", var id]):
                apps.RemoveFederatedCredential(app, id);
                return ControlCall.Done();
            case ("DELETE", ["certificates", var id]):
                apps.RemoveCertificate(app, id);
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    /// <summary>PEM or DER, whatever the file holds.</summary>
    private static byte[] ReadCertificate(byte[] body)
    {
        var text = System.Text.Encoding.ASCII.GetString(body);
        var der = PemEncoding.TryFind(text, out var fields) ? Convert.FromBase64String(text[fields.Base64Data]) : body;
        try
        {
            using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(der);
            return certificate.RawData;
        }
        catch (CryptographicException problem)
        {
            throw new ControlRefusalException(400, $"The body is no certificate: {problem.Message}");
        }
    }

    private static SimulatedResponse Add(ControlCall call)
    {
        var body = call.Body<NewApp>();
        var app = Carefully(() => call.Simulator.Apps.Add(
            call.Tenant(body.Tenant), body.Name, body.RedirectUris, body.ApplicationPermissions, body.DelegatedPermissions, body.IsMultiTenant, body.IsPublicClient,
            body.SpaRedirectUris, body.NativeRedirectUris, body.AllowsPersonalAccounts));
        if (body.AdminConsent)
        {
            call.Simulator.Apps.GrantAdminConsent(app);
        }

        return ControlCall.Show(app, 201);
    }

    /// <summary>What is named is changed; only allowedMailboxes can be set back to null.</summary>
    private static SimulatedResponse Change(ControlCall call, Entra.AppRegistration app)
    {
        var body = call.Body<AppChange>();
        if (call.Body<System.Text.Json.Nodes.JsonObject>().ContainsKey("allowedMailboxes"))
        {
            app.AllowedMailboxes = body.AllowedMailboxes;
        }

        app.IsDisabled = body.IsDisabled ?? app.IsDisabled;
        app.IsApproved = body.IsApproved ?? app.IsApproved;
        app.IsMultiTenant = body.IsMultiTenant ?? app.IsMultiTenant;
        app.IsPublicClient = body.IsPublicClient ?? app.IsPublicClient;
        // 0 takes the limit away.
        app.TokenRequestLimit = body.TokenRequestLimit is { } limit ? (limit == 0 ? null : limit) : app.TokenRequestLimit;
        Carefully(() => call.Simulator.Apps.SetRedirectUris(app, body.RedirectUris, body.SpaRedirectUris, body.NativeRedirectUris));
        return ControlCall.Show(app);
    }

    private static void Carefully(Action act) => Carefully(() =>
    {
        act();
        return true;
    });

    private static T Carefully<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (ArgumentException problem)
        {
            throw ControlRefusalException.Of(problem);
        }
    }

    private sealed record NewApp(
        string Tenant,
        string Name,
        string[]? RedirectUris = null,
        string[]? ApplicationPermissions = null,
        string[]? DelegatedPermissions = null,
        bool IsMultiTenant = false,
        bool IsPublicClient = false,
        bool AdminConsent = false,
        string[]? SpaRedirectUris = null,
        string[]? NativeRedirectUris = null,
        bool AllowsPersonalAccounts = false);

    private sealed record AppChange(
        List<string>? AllowedMailboxes = null,
        bool? IsDisabled = null,
        bool? IsApproved = null,
        bool? IsMultiTenant = null,
        bool? IsPublicClient = null,
        string[]? RedirectUris = null,
        string[]? SpaRedirectUris = null,
        string[]? NativeRedirectUris = null,
        int? TokenRequestLimit = null);

    private sealed record NewSecret(string Value, DateTimeOffset? Ends = null);

    private sealed record NewFederatedCredential(string Issuer, string Subject, string? Audience = null);
}
