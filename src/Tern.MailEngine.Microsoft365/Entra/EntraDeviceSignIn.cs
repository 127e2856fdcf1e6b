using Duende.IdentityModel.Client;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>A sign-in at another screen (device authorization grant, RFC 8628), for a server that no browser can come back to.</summary>
/// <param name="http">Sends; its own time-out must be infinite.</param>
/// <param name="endpoint">The token endpoint.</param>
/// <param name="time">The clock.</param>
public sealed class EntraDeviceSignIn(HttpClient http, EntraTokenEndpoint endpoint, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Asks for a code that a person enters at Microsoft.</summary>
    /// <param name="connection">Where and who; its registration must allow public client flows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">There is no code to be had.</exception>
    public async Task<DeviceCode> BeginAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var limit = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answer = await http.RequestDeviceAuthorizationAsync(
            new DeviceAuthorizationRequest
            {
                Address = connection.DeviceEndpoint().AbsoluteUri,
                ClientId = connection.ClientId,
                ClientCredentialStyle = ClientCredentialStyle.PostBody,
                Scope = GraphScopes.Delegated(connection),
            },
            linked.Token);
        if (answer.Exception is { } exception && answer.HttpResponse is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw exception is OperationCanceledException ? TransportErrors.TimedOut(Timeout) : TransportErrors.Translate(exception);
        }

        if (answer.IsError || answer.DeviceCode is null || answer.UserCode is null || answer.VerificationUri is null)
        {
            var fault = EntraErrors.Read(answer.HttpResponse is { } response ? (int)response.StatusCode : 0, answer.Raw, TransportErrors.RetryAfter(answer.HttpResponse, time));
            throw fault.Class is FaultClass.Transient or FaultClass.Throttled ? new MailboxUnavailableException(fault) : new MailboxAuthenticationException(fault);
        }

        var lifetime = TimeSpan.FromSeconds(answer.ExpiresIn ?? 900);
        return new DeviceCode(answer.DeviceCode, answer.UserCode, answer.VerificationUri, time.GetUtcNow() + lifetime, TimeSpan.FromSeconds(answer.Interval > 0 ? answer.Interval : 5));
    }

    /// <summary>Looks whether the person has signed in. Not sooner than <see cref="DeviceCode.Interval"/> after the last look.</summary>
    /// <param name="connection">Where and who.</param>
    /// <param name="code">What was begun.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Who signed in, or null while nobody has.</returns>
    /// <exception cref="MailboxException">The person declined, the code is over, or there was no answer.</exception>
    public async Task<SignedIn?> LookAsync(ConnectionSettings connection, DeviceCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(code);
        try
        {
            var (tokens, idToken) = await endpoint.RedeemDeviceAsync(connection, code.Code, cancellationToken);
            return EntraSignIn.Read(connection, tokens, idToken, nonce: null);
        }
        catch (MailboxException refusal) when (refusal.Fault.Code == FaultCodes.SignInPending)
        {
            return null;
        }
    }
}

/// <summary>A device code.</summary>
/// <param name="Code">Ours: redeems it.</param>
/// <param name="UserCode">The person's: is entered at <paramref name="VerificationAddress"/>.</param>
/// <param name="VerificationAddress">Where.</param>
/// <param name="ExpiresAt">When it is over; about fifteen minutes.</param>
/// <param name="Interval">How long to wait between looks.</param>
public sealed record DeviceCode(string Code, string UserCode, string VerificationAddress, DateTimeOffset ExpiresAt, TimeSpan Interval)
{
    /// <summary>Leaves the codes out.</summary>
    public override string ToString() => $"device code until {ExpiresAt:O}";
}
