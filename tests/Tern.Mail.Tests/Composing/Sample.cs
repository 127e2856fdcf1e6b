using System.Text;
using System.Text.RegularExpressions;

namespace Tern.Mail.Tests.Composing;

/// <summary>A mail to start from, and what the tests ask of one.</summary>
internal static partial class Sample
{
    internal const string Introduction = "On 2 March 2026 at 08:00, Ann Example <ann@example.com> wrote:";

    internal const long Limit = 1_000_000;

    internal static OutgoingMail Mail { get; } = new()
    {
        From = new MailAddress("desk@example.org", "Desk"),
        To = [new MailAddress("ann@example.com", "Ann Example")],
        Subject = "Re: Printer [#7]",
        MessageId = "reply.1@example.org",
        InReplyTo = "question.1@example.com",
        Text = "",
        Date = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(1)),
    };

    internal static ForwardLabels Labels { get; } = new("Forwarded message", "From:", "Date:", "Subject:", "To:", "Cc:");

    internal static OutgoingMail With(OutgoingContent content) => Mail with { Text = content.Text, Html = content.Html, Attachments = content.Attachments };

    internal static OutgoingAttachment Picture(string id, byte mark = 1) => new($"{mark}.png", "image/png", 3, () => new MemoryStream([mark, 2, 3]), id);

    internal static OutgoingAttachment File(string name, int size) => new(name, "application/pdf", size, () => new MemoryStream(new byte[size]));

    internal static IncomingMail Read(OutgoingMail mail) => MailReader.Read(MailComposer.Compose(mail, Limit).Raw);

    /// <summary>The whole source, with the boundaries, which are drawn at random, named in their order.</summary>
    internal static string Source(OutgoingMail mail)
    {
        var source = Encoding.Latin1.GetString(MailComposer.Compose(mail, Limit).Raw.Span);
        var number = 0;
        foreach (Match boundary in Boundary().Matches(source))
        {
            source = source.Replace(boundary.Groups["value"].Value, $"part-{++number}", StringComparison.Ordinal);
        }

        Assert.DoesNotContain('\n', source.Replace("\r\n", "", StringComparison.Ordinal));
        return source.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>The words alone: without white space, quote marks and what only one form needs.</summary>
    internal static string Words(string text) => string.Join(' ', text.Replace('>', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("boundary=\"(?<value>[^\"]+)\"")]
    private static partial Regex Boundary();
}
