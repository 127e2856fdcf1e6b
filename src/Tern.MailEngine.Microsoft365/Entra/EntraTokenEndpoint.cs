using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>Microsoft Entra's v2.0 token endpoint. One request, no retries; failures are classed from the raw status and body.</summary>
/// <param name="http">Sends; its own time-out must be infinite.</param>
/// <param name="time">The clock.</param>
public sealed class EntraTokenEndpoint(HttpClient http, TimeProvider time) : IAuthorizationServer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async Task<Tokens.TokenResponse> RequestAsync(Tokens.TokenRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var connection = request.Connection;
        var answer = connection.GrantKind == GrantKind.AppOnly
            ? await AskAsync(
                With(new ClientCredentialsTokenRequest { Scope = GraphScopes.AppOnly(connection) }, connection, request.Credential),
                http.RequestClientCredentialsTokenAsync,
                cancellationToken)
            : await AskAsync(
                With(new RefreshTokenRequest { RefreshToken = request.RefreshToken!, Scope = GraphScopes.Delegated(connection) }, connection, request.Credential),
                http.RequestRefreshTokenAsync,
                cancellationToken);
        return new Tokens.TokenResponse(answer.AccessToken!, LifetimeOf(answer), answer.RefreshToken);
    }

    /// <summary>Redeems an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.5).</summary>
    /// <param name="connection">Where and who.</param>
    /// <param name="code">The code that came back.</param>
    /// <param name="verifier">The verifier whose challenge went out.</param>
    /// <param name="redirectUri">Byte for byte as in the authorization request.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">The code was not accepted.</exception>
    internal async Task<(Tokens.TokenResponse Tokens, string? IdToken)> RedeemAsync(
        ConnectionSettings connection,
        string code,
        string verifier,
        string redirectUri,
        CancellationToken cancellationToken)
    {
        // A refused credential does not use up the code: the next one may be the one that works.
        for (var i = 0; ; i++)
        {
            var request = new AuthorizationCodeTokenRequest { Code = code, CodeVerifier = verifier, RedirectUri = redirectUri };
            request.Parameters.Add(OidcConstants.TokenRequest.Scope, GraphScopes.Delegated(connection));
            try
            {
                var answer = await AskAsync(With(request, connection, connection.Credentials.ElementAtOrDefault(i)), http.RequestAuthorizationCodeTokenAsync, cancellationToken);
                return (new Tokens.TokenResponse(answer.AccessToken!, LifetimeOf(answer), answer.RefreshToken), answer.IdentityToken);
            }
            catch (MailboxAuthenticationException refusal) when (i + 1 < connection.Credentials.Count && FaultCodes.IsAboutTheCredential(refusal.Fault.Code))
            {
            }
        }
    }

    private async Task<Duende.IdentityModel.Client.TokenResponse> AskAsync<TRequest>(
        TRequest request,
        Func<TRequest, CancellationToken, Task<Duende.IdentityModel.Client.TokenResponse>> send,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Duende.IdentityModel.Client.TokenResponse answer;
        try
        {
            answer = await send(request, linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransportErrors.TimedOut(Timeout);
        }

        if (answer.Exception is { } exception && answer.HttpResponse is null)
        {
            throw exception is OperationCanceledException
                ? cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken) : TransportErrors.TimedOut(Timeout)
                : TransportErrors.Translate(exception);
        }

        if (answer.IsError || string.IsNullOrEmpty(answer.AccessToken) || LifetimeOf(answer) <= TimeSpan.Zero)
        {
            var response = answer.HttpResponse;
            throw Raise(EntraErrors.Read(response is null ? 0 : (int)response.StatusCode, answer.Raw, TransportErrors.RetryAfter(response, time)));
        }

        return answer;
    }

    private TRequest With<TRequest>(TRequest request, ConnectionSettings connection, CredentialSettings? credential)
        where TRequest : ProtocolRequest
    {
        var endpoint = new Uri(connection.Authority, $"{Uri.EscapeDataString(connection.Tenant)}/oauth2/v2.0/token").AbsoluteUri;
        request.Address = endpoint;
        request.ClientId = connection.ClientId;
        request.ClientCredentialStyle = ClientCredentialStyle.PostBody;
        switch (credential)
        {
            case SecretCredential secret:
                request.ClientSecret = secret.Secret;
                break;
            case CertificateCredential certificate:
                request.ClientAssertion = new Duende.IdentityModel.Client.ClientAssertion
                {
                    Type = OidcConstants.ClientAssertionTypes.JwtBearer,
                    Value = ClientAssertion.Sign(connection, certificate, endpoint, time),
                };
                break;
            default:
                break;
        }

        return request;
    }

    /// <summary><c>expires_in</c> comes as a number, and from some stacks as a string.</summary>
    private static TimeSpan LifetimeOf(Duende.IdentityModel.Client.TokenResponse answer) => TimeSpan.FromSeconds(answer.ExpiresIn);

    private static MailboxException Raise(Fault fault) => fault.Class switch
    {
        FaultClass.Throttled => new MailboxThrottledException(fault),
        FaultClass.Transient => new MailboxUnavailableException(fault),
        _ => new MailboxAuthenticationException(fault),
    };
}
