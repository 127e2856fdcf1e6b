using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Tests.TokenServers;

/// <summary>An authorization server that the token client is held against, with one person to sign in and one application.</summary>
public abstract class TokenServer : IAsyncLifetime
{
    internal const string Redirect = "https://desk.example/callback";

    /// <summary>Why it cannot run here; null when it can.</summary>
    internal virtual string? SkipReason => null;

    internal X509Certificate2 Certificate { get; } = NewCertificate();

    internal abstract TimeProvider Time { get; }

    internal EntraTokenEndpoint Endpoint => new(Http, new ProviderClock(Time), Time);

    protected abstract HttpClient Http { get; }

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        Certificate.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The application with this credential; another client id where a test wants one.</summary>
    internal abstract ConnectionSettings Connection(GrantKind kind, CredentialSettings credential, string? clientId = null);

    /// <summary>A browser goes there, the person chooses an account and accepts, and the browser comes back.</summary>
    /// <returns>The code.</returns>
    internal abstract Task<string> AcceptAsync(Uri authorize);

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=Tern", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }
}
