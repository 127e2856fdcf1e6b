using System.Net;
using System.Net.Http.Headers;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Microsoft365.Graph;

namespace Tern.MailEngine.Microsoft365;

/// <summary>Looks, without any credential, whether Microsoft answers at all, whether it is Microsoft that answers, and whether a tenant exists.</summary>
/// <param name="http">Sends; redirects off.</param>
/// <param name="clock">Compares Microsoft's clock with ours.</param>
/// <param name="time">The clock.</param>
public sealed class ReachabilityProbe(HttpClient http, ProviderClock clock, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Asks Entra for its public metadata.</summary>
    /// <param name="authority">Address of Entra, without a tenant.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when Entra answered, otherwise what stands in the way.</returns>
    public async Task<Fault?> EntraAsync(Uri authority, CancellationToken cancellationToken) => (await TenantAsync(authority, "organizations", cancellationToken)).Fault;

    /// <summary>Asks Graph something that it refuses without a token; that it refuses as Graph does shows that it is Graph.</summary>
    /// <param name="api">Address of Graph with its version.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when Graph answered, otherwise what stands in the way.</returns>
    public async Task<Fault?> GraphAsync(Uri api, CancellationToken cancellationToken)
    {
        var (response, body, failure) = await AskAsync(new Uri(api, "me"), cancellationToken);
        if (failure is not null)
        {
            return failure.Fault;
        }

        return response!.StatusCode == HttpStatusCode.Unauthorized && GraphAnswer.Parse(body!, response).IsGraphs
            ? null
            : response.IsSuccessStatusCode || (int)response.StatusCode is >= 300 and < 400 ? ProbeRequest.Unreadable().Fault : GraphErrors.Read(response, body!, time).Fault;
    }

    /// <summary>Asks Entra whether a tenant exists in this cloud.</summary>
    /// <param name="authority">Address of Entra, without a tenant.</param>
    /// <param name="tenant">A directory id or a domain.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its directory id, or what stands in the way.</returns>
    public async Task<(string? TenantId, Fault? Fault)> TenantAsync(Uri authority, string tenant, CancellationToken cancellationToken)
    {
        var (response, body, failure) = await AskAsync(new Uri(authority, $"{Uri.EscapeDataString(tenant)}/v2.0/.well-known/openid-configuration"), cancellationToken);
        if (failure is not null)
        {
            return (null, failure.Fault);
        }

        if (!response!.IsSuccessStatusCode)
        {
            return (null, (int)response.StatusCode is >= 300 and < 400
                ? ProbeRequest.Unreadable().Fault
                : EntraErrors.Read((int)response.StatusCode, System.Text.Encoding.UTF8.GetString(body!), TransportErrors.RetryAfter(response, time)));
        }

        var (metadata, unreadable) = ProbeRequest.Parse(body!, ProbeJson.Default.ProbeMetadata);
        return metadata?.TokenEndpoint is null
            ? (null, (unreadable ?? ProbeRequest.Unreadable()).Fault)
            : (Uri.TryCreate(metadata.Issuer, UriKind.Absolute, out var issuer) && Guid.TryParse(issuer.AbsolutePath.Trim('/').Split('/')[0], out var id) ? id.ToString() : null, null);
    }

    private async Task<(HttpResponseMessage? Response, byte[]? Body, MailboxException? Failure)> AskAsync(Uri target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var limit = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, linked.Token);
            var body = await response.Content.ReadAsByteArrayAsync(linked.Token);
            clock.Observe(response);
            return (response, body, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null, TransportErrors.TimedOut(Timeout));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (null, null, TransportErrors.Translate(exception));
        }
    }
}
