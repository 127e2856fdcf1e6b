using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>A real nginx ends TLS in front of Tern, as Plesk does.</summary>
public abstract class NginxTests(Browser browser, Store store) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Nginx = "/usr/sbin/nginx";
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "tern-nginx", Path.GetRandomFileName());
    private readonly int _port = Town.FreePort();
    private byte[] _certificate = [];
    private Town? _town;
    private RunningProgram? _nginx;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string AccessLog => Path.Combine(_directory, "access.log");

    private string PublicUrl => $"https://localhost:{_port}";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Nginx))
        {
            return;
        }

        _town = await Town.StartAsync(store, settings =>
        {
            settings[nameof(PublicUrl)] = PublicUrl;
            settings["KnownProxies"] = new System.Text.Json.Nodes.JsonArray("127.0.0.1");
        });
        await _town.OpenAsync();
        Directory.CreateDirectory(_directory);
        await WriteCertificateAsync();
        await File.WriteAllTextAsync(Path.Combine(_directory, "nginx.conf"), Configuration(), Ct);
        _nginx = RunningProgram.Start(Nginx, "-p", _directory, "-c", Path.Combine(_directory, "nginx.conf"), "-g", "daemon off; master_process off;");
    }

    [Fact]
    public async Task Behind_it_cookies_are_secure_the_redirect_uri_is_https_and_a_forged_header_changes_nothing()
    {
        SkipWithoutNginx();
        using var http = NewClient();
        var page = await UntilAnsweredAsync(http);

        var antiforgery = Assert.Single(page.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-", StringComparison.Ordinal));
        Assert.Contains("secure", antiforgery, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);

        await using var context = await browser.NewAsync();
        var desk = await SignInAsync(context);
        Assert.All(await context.CookiesAsync(), cookie => Assert.True(cookie.Secure, cookie.Name));

        await context.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["X-Forwarded-Host"] = "evil.example" });
        await desk.GotoAsync($"{PublicUrl}/mailboxes");
        await desk.Locator(".mailbox h2 a").First.ClickAsync();
        Assert.Equal($"{PublicUrl}/mailboxes/consent", await desk.Locator("#consent code").TextContentAsync());
    }

    [Fact]
    public async Task The_event_stream_is_not_held_back_and_a_new_mail_shows_at_once()
    {
        SkipWithoutNginx();
        using var http = NewClient();
        await UntilAnsweredAsync(http);
        await using var context = await browser.NewAsync();
        var desk = await SignInAsync(context);

        await _town!.SendAsync(Letter("Through the proxy"), Town.Support);

        await desk.GetByText("Through the proxy").First.WaitForAsync(new() { Timeout = 15_000 });

        // The heartbeat comes through, byte by byte: nginx buffers nothing.
        var cookies = await context.CookiesAsync();
        using var stream = new HttpRequestMessage(HttpMethod.Get, $"{PublicUrl}/events");
        stream.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")));
        using var response = await http.SendAsync(stream, HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(45), TimeProvider.System);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        string? line;
        do
        {
            line = await lines.ReadLineAsync(patience.Token);
        }
        while (line is not null && line != "event: heartbeat");
        Assert.Equal("event: heartbeat", line);
    }

    [Fact]
    public async Task While_Tern_restarts_the_page_keeps_what_is_open_and_afterwards_shows_what_came_meanwhile()
    {
        SkipWithoutNginx();
        using var http = NewClient();
        await UntilAnsweredAsync(http);
        await using var context = await browser.NewAsync();
        var desk = await SignInAsync(context);
        await _town!.SendAsync(Letter("Before the restart"), Town.Support);
        await desk.GetByText("Before the restart").First.ClickAsync();
        await desk.Locator("textarea[name=Text]").FillAsync("half an answer");

        // nginx says 502 in Tern's place, to the page and to its event stream.
        await _town.KillDeskAsync();
        await desk.Locator("#list .row a").First.ClickAsync();
        await desk.Locator("#trouble:not([hidden])").WaitForAsync(new() { Timeout = 10_000 });
        Assert.Equal("half an answer", await desk.Locator("textarea[name=Text]").InputValueAsync());
        await Town.UntilAsync(async () => (await File.ReadAllTextAsync(AccessLog, Ct)).Contains("GET /events HTTP/1.1\" 502", StringComparison.Ordinal), () => _town.Log);

        await _town.SendAsync(Letter("During the restart"), Town.Support);
        await _town.StartDeskAsync();

        await desk.GetByText("During the restart").First.WaitForAsync(new() { Timeout = 30_000 });
        await desk.Locator("#trouble[hidden]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal("half an answer", await desk.Locator("textarea[name=Text]").InputValueAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }

        if (_town is not null)
        {
            await _town.DisposeAsync();
            Directory.Delete(_directory, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    private async Task<IPage> SignInAsync(IBrowserContext context)
    {
        var desk = await context.NewPageAsync();
        await desk.GotoAsync($"{PublicUrl}/sign-in");
        await desk.Locator("input[name=Email]").FillAsync(Town.Agent);
        await desk.Locator("input[name=Password]").FillAsync(Town.Password);
        await desk.Locator("form button.primary").ClickAsync();
        await desk.GetByRole(AriaRole.Heading, new() { Name = "Open" }).First.WaitForAsync();
        return desk;
    }

    private static byte[] Letter(string subject) => System.Text.Encoding.ASCII.GetBytes(
        $"From: a@b.example\r\nTo: {Town.Support}\r\nSubject: {subject}\r\nMessage-ID: <{subject.Replace(' ', '-')}@b.example>\r\n\r\nHello\r\n");

    private static void SkipWithoutNginx() => Assert.SkipUnless(File.Exists(Nginx) && Browser.IsThere, "nginx or chromium is not installed; eng/test.sh installs both.");

    /// <summary>Trusts exactly the certificate of this test.</summary>
    private HttpClient NewClient()
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(_certificate));
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust }, UseCookies = false, UseProxy = false, AllowAutoRedirect = false });
    }

    private async Task<HttpResponseMessage> UntilAnsweredAsync(HttpClient http)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var response = await http.GetAsync(new Uri($"{PublicUrl}/sign-in"), Ct);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                return response;
            }
            catch (HttpRequestException) when (tries < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
            }
        }
    }

    private async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        _certificate = certificate.RawData;
        await File.WriteAllTextAsync(Path.Combine(_directory, "cert.pem"), certificate.ExportCertificatePem(), Ct);
        await File.WriteAllTextAsync(Path.Combine(_directory, "key.pem"), key.ExportPkcs8PrivateKeyPem(), Ct);
    }

    /// <summary>The server block of docs/guide/install.md, with the paths of this test.</summary>
    private string Configuration() => $$"""
        pid {{_directory}}/nginx.pid;
        error_log {{_directory}}/error.log;
        events { }
        http {
            access_log {{AccessLog}};
            client_body_temp_path {{_directory}}/body;
            proxy_temp_path {{_directory}}/proxy;
            fastcgi_temp_path {{_directory}}/fastcgi;
            uwsgi_temp_path {{_directory}}/uwsgi;
            scgi_temp_path {{_directory}}/scgi;
            server {
                listen 127.0.0.1:{{_port}} ssl;
                server_name localhost;
                ssl_certificate {{_directory}}/cert.pem;
                ssl_certificate_key {{_directory}}/key.pem;
                client_max_body_size 128m;
                location / {
                    proxy_pass {{_town!.DeskUrl}};
                    proxy_http_version 1.1;
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_read_timeout 120s;
                }
            }
        }
        """;
}

[Trait("Run", "Long")]
public sealed class NginxOnSqlite(Browser browser) : NginxTests(browser, Store.Sqlite);

public sealed class NginxOnPostgreSql(Browser browser) : NginxTests(browser, Store.PostgreSql);
