namespace Tern.MailEngine.Tokens;

/// <summary>Keeps tokens, encrypted, over restarts and between processes.</summary>
public interface ITokenStore
{
    /// <summary>What is stored for a grant and a resource. An unknown grant gives version 0 and nothing else.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="resource">The resource of the access token.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken);

    /// <summary>Takes the right to refresh a grant, for one of all processes, or keeps what its owner has. It ends with <see cref="SaveAsync"/>, with <see cref="NoteFailureAsync"/>, or by itself.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="claim">Who wants it, on what, and until when.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when somebody else has it, or when the grant changed since it was read.</returns>
    Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken);

    /// <summary>Stores what a refresh brought, durably, before anybody uses it. An older result never overwrites a newer one.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="resource">The resource of the access token.</param>
    /// <param name="update">What is new.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the grant changed since <see cref="TokenUpdate.BasedOnVersion"/> was read; then nothing was stored.</returns>
    Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken);

    /// <summary>Notes that a refresh failed, so that no other caller, process or restart asks the same again before its time; gives the claim back.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="claim">The claim it was asked under.</param>
    /// <param name="failure">What failed, and until when it stands.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken);
}

/// <summary>Tokens as they are stored.</summary>
/// <param name="Version">Rises whenever the grant changes: a new refresh token, a new sign-in.</param>
/// <param name="RefreshToken">The newest refresh token, if the grant has one.</param>
/// <param name="AccessToken">The newest access token for the resource, if any.</param>
public sealed record StoredTokens(long Version, string? RefreshToken, AccessToken? AccessToken)
{
    /// <summary>The last refresh, where it failed.</summary>
    public TokenFailure? Failure { get; init; }

    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"tokens of version {Version}";
}
