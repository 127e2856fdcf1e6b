using CsCheck;

namespace Tern.Mail.Tests.Composing;

/// <summary>What was composed is read as what was written, and the rest as the rest.</summary>
public sealed class RoundTripTests
{
    private static readonly MessageBody Signature = new("Desk\nExample Ltd");
    private static readonly QuotedMessage Quote = new(Sample.Introduction, new MessageBody("The printer burns."));

    // No digits and no @, which make introductions of sentences.
    private static readonly Gen<string> Line = Gen.String[
        Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['\u00E0', '\u017F'], Gen.Char['\u3042', '\u3090'], Gen.Const(' '), Gen.Const('='), Gen.Const('"'), Gen.Const('<'), Gen.Const('&'), Gen.Const('.')), 1, 60];

    private static readonly Gen<string> Start = OneOf("", "> ", ">", ">> a\n", "From ", "From: ", "-- \n", "--\n", "-- ", ". ", "  ", "\n\n", "~");

    private static readonly Gen<string> Text = Gen.Select(Start, Line.Array[0, 6], (start, lines) => start + string.Join('\n', lines) + "\nBest wishes");

    [Fact]
    public void The_words_of_an_agent_are_what_is_read() =>
        Text.Sample(
            text =>
            {
                var read = Sample.Read(Sample.With(ContentComposer.Compose(new MessageBody(text), Signature, Quote)));

                Assert.Equal(Lines(text), Lines(read.VisibleText));
                Assert.Empty(read.Problems);
                foreach (var rest in (string[])["--", "Example Ltd", Sample.Introduction, "> The printer burns."])
                {
                    Assert.Contains(rest, read.RestText.Split('\n'));
                }
            },
            iter: 500);

    [Fact]
    public void Words_in_html_are_what_is_read() =>
        OneOf("<p>", "</p>", "<b>", "</b>", "<ul><li>", "</ul>", "<table><tr><td>", "</table>", "words ", "more", "&lt;", "&amp;", "<br>", "<blockquote type=cite>", "</blockquote>", "<div class=gmail_quote>", "</div>", "<a href='https://example.com/'>", "</a>", "<!--", "<script>x</script>").Array[0, 20].Sample(
            parts =>
            {
                var html = "<p>Hello</p>" + string.Concat(parts);
                var content = ContentComposer.Compose(new MessageBody(null, html), Signature, Quote);
                var read = Sample.Read(Sample.With(content));

                Assert.Equal(Sample.Words(content.Text), Sample.Words(SafeHtml.ToText(content.Html)));
                Assert.DoesNotContain("The printer burns", read.VisibleText, StringComparison.Ordinal);
                Assert.StartsWith("Hello", read.VisibleText, StringComparison.Ordinal);
            },
            iter: 500);

    [Fact]
    public void Both_forms_say_the_same() =>
        Gen.Select(Text, Text, Text).Sample(
            (words, signature, quoted) =>
            {
                var reply = ContentComposer.Compose(new MessageBody(words), new MessageBody(signature), new QuotedMessage(Sample.Introduction, new MessageBody(quoted)));
                var forward = ContentComposer.Forward(
                    new MessageBody(words),
                    new MessageToForward { Labels = Sample.Labels, From = new MailAddress("ann@example.com", words), Subject = signature, Body = new MessageBody(quoted) },
                    new MessageBody(signature));

                Assert.Equal(Sample.Words(reply.Text), Sample.Words(SafeHtml.ToText(reply.Html)));
                Assert.Equal(Sample.Words(forward.Text), Sample.Words(SafeHtml.ToText(forward.Html)));
            },
            iter: 300);

    [Fact]
    public void The_note_of_a_forward_is_what_is_read_and_the_rest_is_known_as_a_forward()
    {
        var message = new MessageToForward
        {
            Labels = Sample.Labels,
            From = new MailAddress("ann@example.com", "Ann Example"),
            Date = "Mon, 2 Mar 2026 08:00:00 +0100",
            Subject = "Printer",
            Body = new MessageBody("It burns.\n\n> Does it?"),
        };
        var read = Sample.Read(Sample.With(ContentComposer.Forward(new MessageBody("Can you take this?"), message, Signature)));

        Assert.Equal("Can you take this?", read.VisibleText);
        Assert.Equal(new ForwardedMail(message.From, "Printer", new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(1)), null, false), Assert.Single(read.Forwarded));
        Assert.Contains("> Does it?", read.RestText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_alone_is_read_the_same_way()
    {
        var content = ContentComposer.Compose(new MessageBody("Take the grey one."), Signature, Quote);
        var read = MailReader.Read(System.Text.Encoding.UTF8.GetBytes("From: desk@example.org\nContent-Type: text/plain; charset=utf-8\n\n" + content.Text));

        Assert.Equal("Take the grey one.", read.VisibleText);
    }

    [Fact]
    public void A_notification_that_comes_back_is_known_and_an_acknowledgement_is_not_answered()
    {
        var notification = Sample.Read(Sample.Mail with { Text = "x", Kind = OutgoingKind.Notification, NotificationMark = "a" });
        var acknowledgement = Sample.Read(Sample.Mail with { Text = "x", Kind = OutgoingKind.Acknowledgement, NotificationMark = "a" });

        Assert.Equal(AutomaticKind.OwnNotification, notification.Automatic);
        Assert.Equal(AutomaticKind.OwnNotification, acknowledgement.Automatic);
        Assert.False(notification.MayAutoReply);
        Assert.False(acknowledgement.MayAutoReply);
        Assert.Contains(acknowledgement.AnswerObstacles, reason => reason.Contains("auto-replied", StringComparison.Ordinal));
        Assert.True(Sample.Read(Sample.Mail with { Text = "x" }).MayAutoReply);
    }

    private static Gen<string> OneOf(params string[] values) => Gen.OneOf(Array.ConvertAll(values, Gen.Const));

    // Runs of spaces become one on the way through HTML.
    private static List<string> Lines(string text)
    {
        var lines = text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        return lines.SkipWhile(line => line.Length == 0).ToList();
    }
}
