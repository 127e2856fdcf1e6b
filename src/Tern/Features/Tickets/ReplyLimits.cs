using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Tern.Features.Tickets;

internal static class ReplyLimits
{
    /// <summary>All files of one mail or note together, whatever a mailbox may send: those of the largest mail that Exchange Online takes.</summary>
    internal const long MaxFileBytes = SendingMailbox.LargestMailMegabytes * 1024L * 1024 * 5 / 7;

    /// <summary>What a form with such files comes to.</summary>
    internal const long MaxFormBytes = MaxFileBytes + (8L * 1024 * 1024);

    /// <summary>Exchange Online takes 500 recipients a mail unless an administrator says otherwise ("Recipient limits").</summary>
    internal const int MaxRecipients = 500;

    internal const string TextTooLong = "TextTooLong";

    internal const int MaxTextLength = 200_000;

    /// <summary>As people read it.</summary>
    internal static string TextLength => MaxTextLength.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>Why a text cannot be taken, as the name of a text; null where it can.</summary>
    internal static string? TextProblem(string text) => string.IsNullOrWhiteSpace(text) ? "TextMissing" : IsTooLong(text) ? TextTooLong : null;

    /// <summary>Browsers send two characters for the end of a line, and let one be typed; one is kept.</summary>
    internal static bool IsTooLong(string text) => text.Length > MaxTextLength && text.ReplaceLineEndings("\n").Length > MaxTextLength;

    /// <summary>Marks a route that takes files.</summary>
    internal static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes)).WithFormOptions(multipartBodyLengthLimit: MaxFormBytes);

    /// <summary>As people read it.</summary>
    internal static string Megabytes(long bytes) => (bytes / (1024 * 1024)).ToString(CultureInfo.CurrentCulture);
}
