namespace Tern.MailEngine.Errors;

/// <summary>Exponential backoff with full jitter.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Cap = TimeSpan.FromMinutes(5);

    /// <summary>The gap before the next try: anywhere between one second and a ceiling that doubles with every failure, up to five minutes.</summary>
    /// <param name="failures">Failures in a row, the last one included.</param>
    /// <param name="draw">A number from 0 up to 1.</param>
    public static TimeSpan Next(int failures, double draw)
    {
        var ceiling = Math.Min(Base.TotalSeconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 10)), Cap.TotalSeconds);
        return TimeSpan.FromSeconds(1 + (draw * (ceiling - 1)));
    }
}
