using System.Collections.Specialized;
using System.Text.Json;
using System.Web;

namespace Tern.Tests.Fixtures;

/// <summary>Keeps what was asked of the token endpoint, field by field, and what came back: the tenant's own log holds no secrets.</summary>
internal sealed class TokenTraffic(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Lock _gate = new();
    private readonly List<TokenExchange> _exchanges = [];

    internal IReadOnlyList<TokenExchange> Exchanges
    {
        get
        {
            lock (_gate)
            {
                return [.. _exchanges];
            }
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.AbsolutePath.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal) != true)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var exchange = new TokenExchange(HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken)));
        lock (_gate)
        {
            _exchanges.Add(exchange);
        }

        var response = await base.SendAsync(request, cancellationToken);
        exchange.Answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return response;
    }
}

/// <summary>One question to the token endpoint, and its answer if there was one.</summary>
internal sealed record TokenExchange(NameValueCollection Form)
{
    internal string? Answer { get; set; }

    internal string? this[string field] => Form[field];

    /// <summary>The refresh token that came back.</summary>
    internal string? NewRefreshToken => Read("refresh_token");

    internal string? AccessToken => Read("access_token");

    private string? Read(string name)
    {
        using var json = JsonDocument.Parse(Answer!.TrimStart('\uFEFF'));
        return json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
