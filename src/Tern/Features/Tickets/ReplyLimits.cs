namespace Tern.Features.Tickets;

internal static class ReplyLimits
{
    /// <summary>All files of one reply together. Above this many providers refuse the mail anyway.</summary>
    internal const long MaxFileBytes = 25L * 1024 * 1024;

    /// <summary>Exchange Online takes 500 recipients a mail unless an administrator says otherwise ("Recipient limits").</summary>
    internal const int MaxRecipients = 500;

    internal const int MaxTextLength = 200_000;
}
