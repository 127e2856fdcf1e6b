using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Tokens;

/// <summary>One request to the authorization server.</summary>
/// <param name="Connection">Where and who.</param>
/// <param name="Credential">What proves it this time; null where the client is public.</param>
/// <param name="RefreshToken">The grant's refresh token; null for an app-only grant.</param>
public sealed record TokenRequest(ConnectionSettings Connection, CredentialSettings? Credential, string? RefreshToken)
{
    /// <summary>A claims challenge of the mail interface (OpenID Connect Core §5.5, as JSON) that the new token must meet; null without one.</summary>
    public string? Claims { get; init; }

    /// <summary>Names the grant only.</summary>
    public override string ToString() => $"token request for grant {Connection.GrantId:n}";
}

/// <summary>What the authorization server gave.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="Lifetime">How long it lives from now on.</param>
/// <param name="RefreshToken">The next refresh token; null means that the present one stays.</param>
public sealed record TokenResponse(string AccessToken, TimeSpan Lifetime, string? RefreshToken)
{
    /// <summary>The permissions that the token carries, by their short names; null where that cannot be seen.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"token response for {Lifetime}";
}
