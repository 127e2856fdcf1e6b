using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>Sign in with Microsoft: authorization code with PKCE (RFC 6749 §4.1, RFC 7636), for a delegated grant.</summary>
/// <param name="endpoint">The token endpoint.</param>
public sealed class EntraSignIn(EntraTokenEndpoint endpoint)
{
    /// <summary>Begins a sign-in. Keep the result, bound to the browser that leaves; it is good for one return.</summary>
    /// <param name="connection">Where and who.</param>
    /// <param name="redirectUri">Where Microsoft sends the browser back to; must be registered byte for byte.</param>
    /// <param name="loginHint">The account that should be chosen.</param>
    /// <param name="claims">What the refusal that ended the last grant demanded (a challenge as JSON); null without one.</param>
    public static SignInRequest Begin(ConnectionSettings connection, string redirectUri, string loginHint, string? claims = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var verifier = RandomText();
        var request = new SignInRequest(RandomText(), RandomText(), verifier, redirectUri, Address: new Uri("about:blank"));
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var query = new (string Name, string Value)[]
        {
            ("client_id", connection.ClientId),
            ("response_type", "code"),
            ("redirect_uri", redirectUri),
            ("response_mode", "query"),
            ("scope", GraphScopes.Delegated(connection)),
            ("state", request.State),
            ("nonce", request.Nonce),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
            ("prompt", "select_account"),
            ("login_hint", loginHint),
            ("claims", ClaimsParameter.With(claims)),
        };
        var text = string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"));
        return request with { Address = connection.At($"oauth2/v2.0/authorize?{text}") };
    }

    /// <summary>What it means that the browser came back with an error in place of a code.</summary>
    /// <param name="error">The OAuth error.</param>
    /// <param name="description">Its description; names Microsoft's code and the ids of the request.</param>
    public static Fault Refused(string error, string? description) => EntraErrors.Read(EntraAnswer.Of(error, description));

    /// <summary>Redeems the code that came back and says who signed in.</summary>
    /// <param name="connection">Where and who.</param>
    /// <param name="request">What was begun.</param>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">The code was not accepted, or the answer is not for this sign-in.</exception>
    public async Task<SignedIn> CompleteAsync(ConnectionSettings connection, SignInRequest request, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(request);
        return Read(connection, await endpoint.RedeemAsync(connection, code, request.Verifier, request.RedirectUri, cancellationToken), request.Nonce);
    }

    /// <param name="connection">Where and who.</param>
    /// <param name="redeemed">What came.</param>
    /// <param name="nonce">What must stand in it; null where the flow has none (a device code).</param>
    internal static SignedIn Read(ConnectionSettings connection, Redeemed redeemed, string? nonce)
    {
        if (redeemed.Tokens.RefreshToken is null)
        {
            throw Refuse(FaultCodes.OfflineAccessMissing, "No refresh token came with the sign-in: the permission offline_access is missing.");
        }

        // The token came straight from the token endpoint over TLS, which stands for the signature (OpenID Connect Core §3.1.3.7, 6).
        var identity = new JsonWebTokenHandler().CanReadToken(redeemed.IdToken) ? new JsonWebToken(redeemed.IdToken) : throw Refuse(FaultCodes.ConfigurationWrong, "No id token came with the sign-in.");
        if (!identity.Audiences.Contains(connection.ClientId) || (nonce is not null && Claim(identity, "nonce") != nonce))
        {
            throw Refuse(FaultCodes.ConfigurationWrong, "The id token belongs to another sign-in.");
        }

        return new SignedIn(redeemed.Tokens, Claim(identity, "oid"), Claim(identity, "preferred_username")) { CredentialId = redeemed.CredentialId };
    }

    private static string Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : string.Empty;

    /// <summary>256 bits, as RFC 7636 §7.1 wants for a verifier.</summary>
    private static string RandomText() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private static MailboxAuthenticationException Refuse(string code, string why) => new(new Fault(code, FaultCodes.ClassOf(code), why));
}

/// <summary>A sign-in that was begun.</summary>
/// <param name="State">Comes back with the browser; must match.</param>
/// <param name="Nonce">Comes back inside the id token; must match.</param>
/// <param name="Verifier">Proves at the token endpoint that we began it.</param>
/// <param name="RedirectUri">Where the browser comes back to.</param>
/// <param name="Address">Where the browser goes.</param>
public sealed record SignInRequest(string State, string Nonce, string Verifier, string RedirectUri, Uri Address)
{
    /// <summary>Leaves the secrets out.</summary>
    public override string ToString() => $"sign-in returning to {RedirectUri}";
}

/// <summary>Who signed in, and what was granted.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="ObjectId">The account's object id, which never changes.</param>
/// <param name="UserName">The account's name, which may change.</param>
public sealed record SignedIn(TokenResponse Tokens, string ObjectId, string UserName)
{
    /// <summary>The credential of the registration that was accepted; null for a public client, which has none.</summary>
    public Guid? CredentialId { get; init; }

    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"signed in as {ObjectId}";
}
