namespace Tern.MailEngine.Tokens;

/// <summary>Keeps tokens, encrypted, over restarts and between processes.</summary>
public interface ITokenStore
{
    /// <summary>What is stored for a grant and a resource. An unknown grant gives version 0 and nothing else.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="resource">The resource of the access token.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken);

    /// <summary>Stores what a refresh brought, durably, before anybody uses it. An older result never overwrites a newer one.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="resource">The resource of the access token.</param>
    /// <param name="update">What is new.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the grant changed since <see cref="TokenUpdate.BasedOnVersion"/> was read; then nothing was stored.</returns>
    Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken);
}

/// <summary>Tokens as they are stored.</summary>
/// <param name="Version">Rises whenever the grant changes: a new refresh token, a new sign-in.</param>
/// <param name="RefreshToken">The newest refresh token, if the grant has one.</param>
/// <param name="AccessToken">The newest access token for the resource, if any.</param>
public sealed record StoredTokens(long Version, string? RefreshToken, AccessToken? AccessToken)
{
    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"tokens of version {Version}";
}

/// <summary>What a refresh brought.</summary>
/// <param name="BasedOnVersion">The version that was read before the refresh.</param>
/// <param name="AccessToken">The new access token.</param>
/// <param name="RefreshToken">The new refresh token; null keeps the stored one.</param>
/// <param name="CredentialId">The credential that worked, to be tried first from now on.</param>
public sealed record TokenUpdate(long BasedOnVersion, AccessToken AccessToken, string? RefreshToken, Guid? CredentialId)
{
    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"token update on version {BasedOnVersion}";
}
