using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.Tokens;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Tests.TokenServers;

/// <summary>The npm package oidc-provider, a certified OpenID server; each refresh token is good once, and used twice it ends the whole grant.</summary>
public sealed class OidcProvider : TokenServer
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly int _port = FreePort();
    private Process? _process;

    internal override string? SkipReason => Directory.Exists(Path.Combine(Folder, "node_modules")) ? null : "The npm packages of oidc-provider are not installed.";

    internal override TimeProvider Time => TimeProvider.System;

    protected override HttpClient Http => _http;

    /// <summary>Runs where it was installed, beside the sources.</summary>
    private static string Folder => Checkout.At("tests/Tern.MailEngine.Microsoft365.Tests/TokenServers/oidc-provider");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        using var key = Certificate.PublicKey.GetRSAPublicKey()!;
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var jwk = JsonSerializer.Serialize(new
        {
            kty = "RSA",
            alg = "PS256",
            use = "sig",
            n = Base64UrlEncoder.Encode(parameters.Modulus),
            e = Base64UrlEncoder.Encode(parameters.Exponent),
        });
        var start = new ProcessStartInfo("node", ["server.mjs", _port.ToString(CultureInfo.InvariantCulture), jwk])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (line == "ready")
            {
                return;
            }
        }

        throw new InvalidOperationException("oidc-provider did not start.");
    }

    public override async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        _http.Dispose();
        await base.DisposeAsync();
    }

    internal override ConnectionSettings Connection(GrantKind kind, CredentialSettings credential, string? clientId = null) => new()
    {
        GrantId = new Guid("01937a00-0000-7000-8000-000000000101"),
        Provider = Microsoft365Provider.ProviderName,
        Authority = new Uri($"http://127.0.0.1:{_port}/"),
        Api = new Uri("https://graph.microsoft.com/v1.0/"),
        Resource = "https://graph.microsoft.com",
        Tenant = "contoso",
        ClientId = clientId ?? (credential is CertificateCredential ? "certified" : "desk"),
        GrantKind = kind,
        Credentials = [credential],
    };

    internal override async Task<string> AcceptAsync(Uri authorize)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var at = authorize;
        while (!at.AbsoluteUri.StartsWith(Redirect, StringComparison.Ordinal))
        {
            using var answer = await browser.GetAsync(at, Ct);
            at = new Uri(at, answer.Headers.Location ?? throw new InvalidOperationException($"{at}: {await answer.Content.ReadAsStringAsync(Ct)}"));
        }

        return HttpUtility.ParseQueryString(at.Query)["code"] ?? throw new InvalidOperationException(at.AbsoluteUri);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
