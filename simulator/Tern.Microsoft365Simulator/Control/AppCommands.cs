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
                var app = call.App(id);
                app.AllowedMailboxes = call.Body<AppChange>().AllowedMailboxes;
                return ControlCall.Show(app);
            case ("DELETE", [var id]):
                call.Simulator.Apps.Remove(call.App(id));
                return ControlCall.Done();
            case (_, [var id, "secrets" or "certificates", ..]):
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
                return ControlCall.Show(apps.AddSecret(app, secret.Value, secret.Ends), 201);
            case ("DELETE", ["secrets", var id]):
                apps.RemoveSecret(app, id);
                return ControlCall.Done();
            case ("POST", ["certificates"]):
                return ControlCall.Show(apps.AddCertificate(app, ReadCertificate(call.Request.Body.ToArray())), 201);
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
        var app = call.Simulator.Apps.Add(
            call.Tenant(body.Tenant), body.Name, body.RedirectUris, body.ApplicationPermissions, body.DelegatedPermissions, body.IsMultiTenant, body.IsPublicClient);
        if (body.AdminConsent)
        {
            call.Simulator.Apps.GrantAdminConsent(app);
        }

        return ControlCall.Show(app, 201);
    }

    private sealed record NewApp(
        string Tenant,
        string Name,
        string[]? RedirectUris,
        string[]? ApplicationPermissions,
        string[]? DelegatedPermissions,
        bool IsMultiTenant,
        bool IsPublicClient,
        bool AdminConsent);

    private sealed record AppChange(List<string>? AllowedMailboxes);

    private sealed record NewSecret(string Value, DateTimeOffset Ends);
}
