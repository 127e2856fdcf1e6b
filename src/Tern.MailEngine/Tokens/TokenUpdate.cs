namespace Tern.MailEngine.Tokens;

/// <summary>What a refresh brought.</summary>
/// <param name="BasedOnVersion">The version that was read before the refresh.</param>
/// <param name="AccessToken">The new access token.</param>
/// <param name="RefreshToken">The new refresh token; null keeps the stored one.</param>
/// <param name="CredentialId">The credential that worked, to be tried first from now on.</param>
public sealed record TokenUpdate(long BasedOnVersion, AccessToken AccessToken, string? RefreshToken, Guid? CredentialId)
{
    /// <summary>The permissions that the token carries, by their short names; null where that cannot be seen.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"token update on version {BasedOnVersion}";
}
