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
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

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
    /// <param name="code">What was begun, as the last look left it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">The person declined, or the code is over. Trouble that passes while the code is good is no reason to end: the person may be typing it.</exception>
    public async Task<DeviceLook> LookAsync(ConnectionSettings connection, DeviceCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(code);
        try
        {
            return new DeviceLook(EntraSignIn.Read(connection, await endpoint.RedeemDeviceAsync(connection, code.Code, cancellationToken), nonce: null), code);
        }
        catch (MailboxException refusal) when (refusal.Fault.Class is FaultClass.Transient or FaultClass.Throttled && time.GetUtcNow() < code.ExpiresAt)
        {
            return new DeviceLook(null, code with { Interval = NextInterval(code.Interval, refusal.Fault) });
        }
    }

    /// <summary>RFC 8628 §3.5: five seconds more for this and all later looks at slow_down; twice as long after a look that got no answer.</summary>
    private static TimeSpan NextInterval(TimeSpan interval, Fault fault)
    {
        var next = fault switch
        {
            { ProviderCode: "slow_down" } => interval + SlowDown,
            { Code: FaultCodes.SignInPending } => interval,
            _ => interval * 2,
        };
        var asked = fault.RetryAfter > next ? fault.RetryAfter.Value : next;
        return asked < LongestInterval ? asked : LongestInterval;
    }
}

/// <summary>What a look found.</summary>
/// <param name="SignedIn">Who signed in; null while nobody has.</param>
/// <param name="Code">The code for the next look; its interval may have grown.</param>
public sealed record DeviceLook(SignedIn? SignedIn, DeviceCode Code);

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
