namespace Tern.Features.Tickets;

internal static class ReplyLimits
{
    /// <summary>All files of one reply together. Above this many providers refuse the mail anyway.</summary>
    internal const long MaxFileBytes = 25L * 1024 * 1024;

    internal const int MaxTextLength = 200_000;
}
