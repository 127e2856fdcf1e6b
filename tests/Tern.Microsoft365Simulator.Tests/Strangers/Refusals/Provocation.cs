using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensibility;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>Ways by which MSAL comes to be refused.</summary>
internal static class Provocation
{
    /// <summary>A person signed in; then something happens; then MSAL renews.</summary>
    internal static async Task Later(Stranger s, Action happens, bool isPhone = false)
    {
        if (isPhone)
        {
            var phone = s.PublicClient().Build();
            var signedIn = await s.InteractAsync(phone, s.Accept());
            happens();
            await phone.AcquireTokenSilent(MailScopes, signedIn.Account).WithForceRefresh(true).ExecuteAsync(Ct);
        }
        else
        {
            var client = s.WithSecret();
            var signedIn = await s.SignInAsync(client);
            happens();
            await client.AcquireTokenSilent(MailScopes, signedIn.Account).WithForceRefresh(true).ExecuteAsync(Ct);
        }
    }

    /// <summary>The application itself asks for a token.</summary>
    internal static Task Alone(Stranger s, IConfidentialClientApplication? client = null, params string[] scopes) =>
        (client ?? s.WithSecret()).AcquireTokenForClient(scopes.Length == 0 ? AppScopes : scopes).ExecuteAsync(Ct);

    /// <summary>The same, with a request that something on the way, or a mistake of the application, has changed.</summary>
    internal static Task Altered(Stranger s, Action<IDictionary<string, string>> change) => s.WithSecret()
        .AcquireTokenForClient(AppScopes)
        .OnBeforeTokenRequest(request =>
        {
            change(request.BodyParameters);
            return Task.CompletedTask;
        })
        .ExecuteAsync(Ct);

    /// <summary>A code is redeemed with a request that was changed, or after something has happened.</summary>
    internal static async Task Redeeming(Stranger s, Action<OnBeforeTokenRequestData>? change = null, Action? happens = null, string redirect = Redirect)
    {
        var client = s.Client().WithClientSecret(Secret).WithRedirectUri(redirect).Build();
        var address = await client.GetAuthorizationRequestUrl(MailScopes).WithRedirectUri(redirect).WithPkce(out var verifier).ExecuteAsync(Ct);
        var back = await s.AcceptAsync(address, s.Support);
        happens?.Invoke();
        await client.AcquireTokenByAuthorizationCode(MailScopes, back!["code"])
            .WithPkceCodeVerifier(verifier)
            .OnBeforeTokenRequest(request =>
            {
                change?.Invoke(request);
                return Task.CompletedTask;
            })
            .ExecuteAsync(Ct);
    }

    /// <summary>A refresh token that was kept elsewhere is brought in.</summary>
    internal static Task Imported(IConfidentialClientApplication client, string refreshToken, params string[] scopes) =>
        ((IByRefreshToken)client).AcquireTokenByRefreshToken(scopes.Length == 0 ? MailScopes : scopes, refreshToken).ExecuteAsync(Ct);

    /// <summary>Signs in in a window.</summary>
    internal static Task InWindow(Stranger s, params (string Name, string Value)[] fields) =>
        s.InteractAsync(s.PublicClient().Build(), [.. s.Accept(), .. fields]);
}
