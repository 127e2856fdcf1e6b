using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Credentials;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Graph;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>
/// The registration's keys, over Graph (application: addKey, removeKey, Get application). Rolling its own keys needs no permission; looking at them needs
/// Application.Read.All.
/// </summary>
/// <param name="http">Sends; its own time-out must be infinite.</param>
/// <param name="tokens">Who holds access tokens.</param>
/// <param name="server">The token endpoint, which tells whether a key is known there.</param>
/// <param name="clock">Compares Microsoft's clock with ours.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Jitter.</param>
public sealed class EntraKeys(HttpClient http, TokenKeeper tokens, IAuthorizationServer server, ProviderClock clock, TimeProvider time, Random random) : IKeyRegistry
{
    /// <inheritdoc />
    public async Task<string> AddAsync(ConnectionSettings connection, CertificateCredential proof, X509Certificate2 successor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(successor);
        var added = await ProvingAsync(connection, async (graph, issuer) => await graph.WriteAsync(
            HttpMethod.Post,
            Application(graph, connection, "/addKey"),
            () => JsonContent.Create(
                new AddKeyRequest(new NewKeyCredential("AsymmetricX509Cert", "Verify", Convert.ToBase64String(successor.RawData)), ClientAssertion.Prove(issuer, proof, clock.Now)),
                GraphJson.Default.AddKeyRequest),
            GraphJson.Default.GraphKeyCredential,
            cancellationToken));
        return added.KeyId ?? throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "Graph took the certificate and did not name it."));
    }

    /// <inheritdoc />
    public async Task RemoveAsync(ConnectionSettings connection, CertificateCredential proof, string keyId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(proof);
        await ProvingAsync(connection, async (graph, issuer) =>
        {
            try
            {
                await graph.WriteAsync(
                    HttpMethod.Post,
                    Application(graph, connection, "/removeKey"),
                    () => JsonContent.Create(new RemoveKeyRequest(keyId, ClientAssertion.Prove(issuer, proof, clock.Now)), GraphJson.Default.RemoveKeyRequest),
                    cancellationToken);
            }
            catch (MailboxException gone) when (gone.Fault.ProviderCode == "Request_ResourceNotFound")
            {
                // Somebody took it away already.
            }

            return true;
        });
    }

    /// <inheritdoc />
    public async Task<KeyRegistration?> LookAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var graph = Graph(connection);
        try
        {
            var found = await graph.GetAsync(Application(graph, connection, "?$select=id,keyCredentials,passwordCredentials"), GraphJson.Default.GraphApplication, cancellationToken);
            var certificates = (found.KeyCredentials ?? []).Select(k => k is { KeyId: { } id, EndDateTime: { } ends } ? new RegisteredKey(id, ends, Thumbprint(k.CustomKeyIdentifier), Hint: null) : null);
            var secrets = (found.PasswordCredentials ?? []).Select(p => p is { KeyId: { } id, EndDateTime: { } ends } ? new RegisteredKey(id, ends, Thumbprint: null, p.Hint) : null);
            return new KeyRegistration(found.Id ?? "", [.. certificates.Concat(secrets).OfType<RegisteredKey>()]);
        }
        catch (MailboxAuthenticationException refused) when (refused.Fault.ProviderCode == "Authorization_RequestDenied")
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async Task<bool> IsAcceptedAsync(ConnectionSettings connection, CertificateCredential certificate, CancellationToken cancellationToken)
    {
        try
        {
            await server.RequestAsync(new TokenRequest(connection, certificate, RefreshToken: null), cancellationToken);
            return true;
        }
        catch (MailboxAuthenticationException refused) when (FaultCodes.IsAboutTheCredential(refused.Fault.Code))
        {
            return false;
        }
    }

    /// <summary>Which id the proof names reads differently over the versions of Microsoft's page: the object id, where it is known, and then the client id.</summary>
    private async Task<T> ProvingAsync<T>(ConnectionSettings connection, Func<GraphClient, string, Task<T>> ask)
    {
        var graph = Graph(connection);
        MailboxException? first = null;
        foreach (var issuer in new[] { connection.ApplicationObjectId, connection.ClientId }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                return await ask(graph, issuer);
            }
            catch (Exception refused) when (refused is MessageRejectedException or MailboxAuthenticationException)
            {
                first ??= (MailboxException)refused;
            }
        }

        throw new MailboxAuthenticationException(first!.Fault with { Code = FaultCodes.KeyRollRefused, Class = FaultClass.AdministratorMustAct }, first);
    }

    private GraphClient Graph(ConnectionSettings connection) => new(http, tokens, clock, connection, new MailboxTraffic(time), SessionUse.Reading, time, random);

    private static Uri Application(GraphClient graph, ConnectionSettings connection, string rest) =>
        graph.Address($"applications(appId='{Uri.EscapeDataString(connection.ClientId)}'){rest}");

    /// <summary>Seen as hexadecimal digits, as base64 of the thumbprint, and as base64 of its digits; of SHA-1 and of SHA-256.</summary>
    private static string? Thumbprint(string? identifier)
    {
        if (identifier is null || IsDigits(identifier))
        {
            return identifier?.ToUpperInvariant();
        }

        var bytes = new byte[identifier.Length];
        if (!Convert.TryFromBase64String(identifier, bytes, out var length))
        {
            return null;
        }

        return length is 20 or 32
            ? Convert.ToHexString(bytes, 0, length)
            : System.Text.Encoding.ASCII.GetString(bytes, 0, length) is var digits && IsDigits(digits) ? digits.ToUpperInvariant() : null;
    }

    private static bool IsDigits(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);
}
