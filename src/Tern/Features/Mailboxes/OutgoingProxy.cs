using System.Net.Sockets;

namespace Tern.Features.Mailboxes;

/// <summary>The proxy that requests to Microsoft go through, as HTTPS_PROXY and NO_PROXY of this process say.</summary>
internal sealed class OutgoingProxy(Func<Uri, Uri?> find, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static OutgoingProxy OfProcess(TimeProvider time) =>
        new(target => HttpClient.DefaultProxy.IsBypassed(target) ? null : HttpClient.DefaultProxy.GetProxy(target), time);

    /// <summary>Names the proxy without its password, and knocks at it.</summary>
    internal async Task<CheckLine> CheckAsync(Uri target, CancellationToken cancellationToken)
    {
        if (find(target) is not { } proxy || proxy == target)
        {
            return CheckLine.Ok("proxy", "NoProxy");
        }

        var name = $"{proxy.Host}:{proxy.Port}";
        using var limit = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var knock = new TcpClient();
            await knock.ConnectAsync(proxy.Host, proxy.Port, linked.Token);
            return CheckLine.Ok("proxy", "ProxyAnswers", name);
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return CheckLine.Failed("proxy", "ProxySilent", name);
        }
    }
}
