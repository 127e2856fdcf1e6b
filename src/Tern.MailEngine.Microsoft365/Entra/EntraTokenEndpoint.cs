using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>
/// Microsoft Entra's v2.0 token endpoint. Failures are classed from the raw status and body; nothing is retried but an assertion that our clock had spoilt, once,
/// by Microsoft's clock.
/// </summary>
/// <param name="http">Sends; its own time-out must be infinite.</param>
/// <param name="clock">Compares Microsoft's clock with ours.</param>
/// <param name="time">The clock.</param>
public sealed class EntraTokenEndpoint(HttpClient http, ProviderClock clock, TimeProvider time) : IAuthorizationServer
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async Task<Tokens.TokenResponse> RequestAsync(Tokens.TokenRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var connection = request.Connection;
        var answer = connection.GrantKind == GrantKind.AppOnly
            ? await AskAsync(
                connection,
                request.Credential,
                () => new ClientCredentialsTokenRequest { Scope = GraphScopes.AppOnly(connection) },
                request.Claims,
                http.RequestClientCredentialsTokenAsync,
                cancellationToken)
            : await AskAsync(
                connection,
                request.Credential,
                () => new RefreshTokenRequest { RefreshToken = request.RefreshToken!, Scope = GraphScopes.Delegated(connection) },
                request.Claims,
                http.RequestRefreshTokenAsync,
                cancellationToken);
        return ResponseOf(connection, answer);
    }

    /// <summary>Redeems an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.5).</summary>
    /// <param name="connection">Where and who.</param>
    /// <param name="code">The code that came back.</param>
    /// <param name="verifier">The verifier whose challenge went out.</param>
    /// <param name="redirectUri">Byte for byte as in the authorization request.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">The code was not accepted.</exception>
    internal Task<Redeemed> RedeemAsync(
        ConnectionSettings connection,
        string code,
        string verifier,
        string redirectUri,
        CancellationToken cancellationToken) =>
        RedeemAsync(
            connection,
            () =>
            {
                var request = new AuthorizationCodeTokenRequest { Code = code, CodeVerifier = verifier, RedirectUri = redirectUri };
                request.Parameters.Add(OidcConstants.TokenRequest.Scope, GraphScopes.Delegated(connection));
                return request;
            },
            http.RequestAuthorizationCodeTokenAsync,
            cancellationToken);

    /// <summary>Asks whether a device code was approved (RFC 8628 §3.4).</summary>
    /// <param name="connection">Where and who.</param>
    /// <param name="deviceCode">The code that Microsoft gave us.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">Not yet, or not at all; <see cref="Fault.ProviderCode"/> tells which.</exception>
    internal Task<Redeemed> RedeemDeviceAsync(ConnectionSettings connection, string deviceCode, CancellationToken cancellationToken) =>
        RedeemAsync(connection, () => new DeviceTokenRequest { DeviceCode = deviceCode }, http.RequestDeviceTokenAsync, cancellationToken);

    private async Task<Redeemed> RedeemAsync<TRequest>(
        ConnectionSettings connection,
        Func<TRequest> create,
        Func<TRequest, CancellationToken, Task<Duende.IdentityModel.Client.TokenResponse>> send,
        CancellationToken cancellationToken)
        where TRequest : ProtocolRequest
    {
        // A refused credential does not use up the code: the next one may be the one that works.
        for (var i = 0; ; i++)
        {
            try
            {
                var credential = connection.Credentials.ElementAtOrDefault(i);
                var answer = await AskAsync(connection, credential, create, claims: null, send, cancellationToken);
                return new Redeemed(ResponseOf(connection, answer), answer.IdentityToken, credential?.Id);
            }
            catch (MailboxAuthenticationException refusal) when (i + 1 < connection.Credentials.Count && FaultCodes.IsAboutTheCredential(refusal.Fault.Code))
            {
            }
        }
    }

    private async Task<Duende.IdentityModel.Client.TokenResponse> AskAsync<TRequest>(
        ConnectionSettings connection,
        CredentialSettings? credential,
        Func<TRequest> create,
        string? claims,
        Func<TRequest, CancellationToken, Task<Duende.IdentityModel.Client.TokenResponse>> send,
        CancellationToken cancellationToken)
        where TRequest : ProtocolRequest
    {
        var assumed = clock.Now - time.GetUtcNow();
        try
        {
            return await AskOnceAsync(await WithAsync(create(), connection, credential, claims, cancellationToken), send, cancellationToken);
        }
        catch (MailboxException refusal) when (refusal.Fault.Code == FaultCodes.ClockWrong && clock.HasMovedFrom(assumed))
        {
            // The refusal itself told Microsoft's time, and the assertion was dated by another: our clock was set, wrong or right.
            return await AskOnceAsync(await WithAsync(create(), connection, credential, claims, cancellationToken), send, cancellationToken);
        }
    }

    private async Task<Duende.IdentityModel.Client.TokenResponse> AskOnceAsync<TRequest>(
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

        clock.Observe(answer.HttpResponse);
        if (answer.IsError || string.IsNullOrEmpty(answer.AccessToken) || LifetimeOf(answer) <= TimeSpan.Zero)
        {
            var response = answer.HttpResponse;
            throw Raise(EntraErrors.Read(response is null ? 0 : (int)response.StatusCode, answer.Raw, TransportErrors.RetryAfter(response, time)));
        }

        return answer;
    }

    private async Task<TRequest> WithAsync<TRequest>(TRequest request, ConnectionSettings connection, CredentialSettings? credential, string? claims, CancellationToken cancellationToken)
        where TRequest : ProtocolRequest
    {
        var endpoint = connection.TokenEndpoint().AbsoluteUri;
        request.Address = endpoint;
        request.ClientId = connection.ClientId;
        request.ClientCredentialStyle = ClientCredentialStyle.PostBody;
        request.Parameters.Add("claims", ClaimsParameter.With(claims));
        switch (credential)
        {
            case SecretCredential secret:
                request.ClientSecret = secret.Secret;
                break;
            case CertificateCredential certificate:
                request.ClientAssertion = Assertion(ClientAssertion.Sign(connection.ClientId, certificate, endpoint, clock.Now));
                break;
            case FederatedCredential federated:
                request.ClientAssertion = Assertion(await FederatedToken.ReadAsync(federated, cancellationToken));
                break;
            default:
                break;
        }

        return request;
    }

    private static Duende.IdentityModel.Client.ClientAssertion Assertion(string token) =>
        new() { Type = OidcConstants.ClientAssertionTypes.JwtBearer, Value = token };

    private static Tokens.TokenResponse ResponseOf(ConnectionSettings connection, Duende.IdentityModel.Client.TokenResponse answer) =>
        new(answer.AccessToken!, LifetimeOf(answer), answer.RefreshToken) { Permissions = GrantedPermissions.Read(connection, answer.AccessToken!, answer.Scope) };

    /// <summary><c>expires_in</c> comes as a number, and from some stacks as a string.</summary>
    private static TimeSpan LifetimeOf(Duende.IdentityModel.Client.TokenResponse answer) => TimeSpan.FromSeconds(answer.ExpiresIn);

    private static MailboxException Raise(Fault fault) => fault.Class switch
    {
        FaultClass.Throttled => new MailboxThrottledException(fault),
        FaultClass.Transient => new MailboxUnavailableException(fault),
        _ => new MailboxAuthenticationException(fault),
    };
}

/// <summary>What a code was good for.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="IdToken">Says who signed in.</param>
/// <param name="CredentialId">The credential that was accepted; null for a public client, which has none.</param>
internal sealed record Redeemed(Tokens.TokenResponse Tokens, string? IdToken, Guid? CredentialId)
{
    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"redeemed with {CredentialId}";
}
