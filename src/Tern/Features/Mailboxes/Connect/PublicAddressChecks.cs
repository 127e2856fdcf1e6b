using Tern.Hosting;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Whether this server is found under its one public address, where Microsoft sends browsers back to.</summary>
internal sealed class PublicAddressChecks(PublicAddress address, OwnHttp http, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal async Task<IReadOnlyList<CheckLine>> RunAsync(HttpRequest request, CancellationToken cancellationToken) =>
        [Configured(), ReachedUnder(request), await CertificateAsync(cancellationToken)];

    private CheckLine Configured() => address.IsHttps
        ? CheckLine.Ok("public-address", "PublicAddressIs", address.Base.AbsoluteUri)
        : CheckLine.Warning("public-address", "PublicAddressLoopback", address.Base.AbsoluteUri);

    private CheckLine ReachedUnder(HttpRequest request)
    {
        var reached = request.Host;
        var isSame = string.Equals(reached.Host, address.Base.Host, StringComparison.OrdinalIgnoreCase) && (reached.Port ?? DefaultPort) == address.Base.Port;
        return (isSame, address.Base.IsLoopback && Uri.CheckHostName(reached.Host) != UriHostNameType.Unknown && new Uri($"http://{reached.Host}").IsLoopback) switch
        {
            (true, _) => CheckLine.Ok("reached-under"),
            (_, true) => CheckLine.Warning("reached-under", "ReachedUnderOther", reached.Value ?? "", address.Base.Authority),
            _ => CheckLine.Failed("reached-under", "ReachedUnderOther", reached.Value ?? "", address.Base.Authority),
        };
    }

    private int DefaultPort => address.IsHttps ? 443 : 80;

    /// <summary>Asks ourselves by the public address. That a server cannot reach its own address from inside is common and no fault.</summary>
    private async Task<CheckLine> CertificateAsync(CancellationToken cancellationToken)
    {
        if (!address.IsHttps)
        {
            return CheckLine.Skipped("certificate", "NoTls");
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.Client.GetAsync(address.Of("/health/live"), linked.Token);
            return response.IsSuccessStatusCode ? CheckLine.Ok("certificate") : CheckLine.Warning("certificate", "AnswersOther", $"{(int)response.StatusCode}");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return CheckLine.Failed("certificate", "CertificateRefused", exception.InnerException?.Message ?? exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return CheckLine.Skipped("certificate", "OwnAddressUnreachable", address.Base.AbsoluteUri, exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckLine.Skipped("certificate", "OwnAddressUnreachable", address.Base.AbsoluteUri, $"{Patience.TotalSeconds:0} s");
        }
    }
}
