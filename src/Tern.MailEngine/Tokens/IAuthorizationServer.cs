namespace Tern.MailEngine.Tokens;

/// <summary>A provider's token endpoint. Sends one request, never retries, and translates every failure.</summary>
public interface IAuthorizationServer
{
    /// <summary>Asks for an access token: client credentials for an app-only grant, otherwise the refresh token.</summary>
    /// <param name="request">Who asks and with what.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Errors.MailboxException">Anything but a token.</exception>
    Task<TokenResponse> RequestAsync(TokenRequest request, CancellationToken cancellationToken);
}
