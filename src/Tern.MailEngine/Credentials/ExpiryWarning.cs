namespace Tern.MailEngine.Credentials;

/// <summary>When somebody is warned that a credential ends: 60, 30, 14, 7, 3 and 1 days ahead, and when it has ended.</summary>
public static class ExpiryWarning
{
    private static readonly int[] Days = [60, 30, 14, 7, 3, 1, 0];

    /// <summary>The warning that stands at a moment.</summary>
    /// <param name="expiresAt">When the credential ends.</param>
    /// <param name="now">The moment.</param>
    /// <returns>One of the days above, or null while there is nothing to warn of.</returns>
    public static int? At(DateTimeOffset expiresAt, DateTimeOffset now)
    {
        var left = expiresAt - now;
        int? standing = null;
        foreach (var days in Days)
        {
            standing = left <= TimeSpan.FromDays(days) ? days : standing;
        }

        return standing;
    }

    /// <summary>The warning to give now, if it was not given before.</summary>
    /// <param name="expiresAt">When the credential ends.</param>
    /// <param name="warnedDays">The last warning given.</param>
    /// <param name="now">Now.</param>
    public static int? Due(DateTimeOffset expiresAt, int? warnedDays, DateTimeOffset now) =>
        At(expiresAt, now) is { } days && (warnedDays is null || days < warnedDays) ? days : null;
}
