using System.Net;

namespace Tern.SimulatedYear.Office;

/// <summary>Sees every request that the engine makes, whether or not anybody answers, and counts.</summary>
internal sealed class Wire(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Dictionary<string, TokenCount> _tokens = [];

    /// <summary>Requests in all.</summary>
    internal long Requests { get; private set; }

    /// <summary>How often Graph did not accept a token.</summary>
    internal long Unauthorized { get; private set; }

    /// <summary>Token requests of a client id.</summary>
    internal TokenCount TokensOf(string clientId) => _tokens.GetValueOrDefault(clientId) ?? new TokenCount(0, 0);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        if (request.RequestUri is not { } address || !address.AbsolutePath.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
        {
            var answer = await base.SendAsync(request, cancellationToken);
            Unauthorized += answer.StatusCode == HttpStatusCode.Unauthorized ? 1 : 0;
            return answer;
        }

        var client = ClientOf(await request.Content!.ReadAsStringAsync(cancellationToken));
        _tokens[client] = TokensOf(client) with { Asked = TokensOf(client).Asked + 1 };
        var given = await base.SendAsync(request, cancellationToken);
        _tokens[client] = TokensOf(client) with { Given = TokensOf(client).Given + (given.StatusCode == HttpStatusCode.OK ? 1 : 0) };
        return given;
    }

    private static string ClientOf(string form) =>
        Array.Find(form.Split('&'), field => field.StartsWith("client_id=", StringComparison.Ordinal))?["client_id=".Length..] ?? string.Empty;
}

/// <summary>Token requests.</summary>
/// <param name="Asked">How many left.</param>
/// <param name="Given">How many brought a token.</param>
internal sealed record TokenCount(long Asked, long Given);
