namespace Tern.Features.Mailboxes.Engine;

/// <summary>The connections to Microsoft 365. Time-outs are the engine's, on its own clock.</summary>
internal sealed class MicrosoftHttp(HttpClient client) : IDisposable
{
    internal HttpClient Client { get; } = client;

    internal static MicrosoftHttp Create() => new(new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // DNS changes are followed
        ConnectTimeout = TimeSpan.FromSeconds(15),
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    });

    public void Dispose() => Client.Dispose();
}
