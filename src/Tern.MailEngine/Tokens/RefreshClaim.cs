namespace Tern.MailEngine.Tokens;

/// <summary>The right of one process to refresh a grant.</summary>
/// <param name="Owner">Names the refresh; drawn anew for each.</param>
/// <param name="Version">The version of the grant it is based on.</param>
/// <param name="Now">When it was asked for.</param>
/// <param name="Until">When it ends by itself, because its process died; a living one asks for more time under the same name.</param>
public sealed record RefreshClaim(Guid Owner, long Version, DateTimeOffset Now, DateTimeOffset Until)
{
    /// <summary>A claim that ends later than this was taken by a clock that was wrong; it holds nobody up.</summary>
    public DateTimeOffset LatestEnd => Until + TimeSpan.FromMinutes(15);
}
