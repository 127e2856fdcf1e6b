namespace Tern.MailEngine.Tokens;

/// <summary>An access token with its life: it is refreshed ahead of its end, at a moment drawn between half and three quarters of it.</summary>
/// <param name="Value">The token, opaque to us.</param>
/// <param name="IssuedAt">When we asked for it.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RefreshAt">When the next one is asked for.</param>
public sealed record AccessToken(string Value, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset RefreshAt)
{
    /// <summary>Leaves the token out, so that it never reaches a log.</summary>
    public override string ToString() => $"token until {ExpiresAt:O}";
}
