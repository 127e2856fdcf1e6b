namespace Tern.Features.Mailboxes.Connect;

/// <summary>Asks this very server by its public address, past any proxy for the way out.</summary>
internal sealed class OwnHttp(HttpClient client) : IDisposable
{
    internal HttpClient Client { get; } = client;

    internal static OwnHttp Create() => new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    });

    public void Dispose() => Client.Dispose();
}
