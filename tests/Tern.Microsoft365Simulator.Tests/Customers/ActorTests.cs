using System.Text;
using MimeKit;
using Tern.Microsoft365Simulator.Customers;

namespace Tern.Microsoft365Simulator.Tests.Customers;

/// <summary>People: customers who write, answer and are away; somebody in Outlook on the mailbox itself.</summary>
public sealed class ActorTests : IDisposable
{
    private const string Ann = "ann@customer.example";
    private readonly Office _office = new();

    public void Dispose() => _office.Dispose();

    [Fact]
    public void A_customer_writes_with_files_and_html()
    {
        var id = _office.Simulator.Customers.Write(Ann, new Letter
        {
            Name = "Ann",
            To = ["Contoso <support@contoso.example>"],
            Subject = "A form",
            Text = "See file.",
            Html = "<p>See file.</p>",
            Files = [new LetterFile("form.txt", "text/plain", "42"u8.ToArray())],
        });

        var mail = Load(_office.Mailbox.In("inbox").Single().Raw);
        Assert.Equal((id, "A form", "See file."), ($"<{mail.MessageId}>", mail.Subject, mail.TextBody?.Trim()));
        Assert.Equal("<p>See file.</p>", mail.HtmlBody);
        Assert.Equal("form.txt", Assert.Single(mail.Attachments).ContentDisposition?.FileName);
    }

    [Fact]
    public void An_answer_from_Outlook_reaches_the_customer_and_his_answer_comes_back_in_the_thread_with_the_text_quoted()
    {
        var first = _office.Simulator.Customers.Write(Ann, new Letter { To = ["support@contoso.example"], Cc = ["bob@customer.example"], Subject = "Printer", Text = "It is broken." });
        var received = _office.Mailbox.In("inbox").Single();

        var second = _office.Simulator.Mailboxes.Reply(_office.Mailbox, received, new Letter { Text = "Which one?" }, toAll: true);
        _office.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        var inbox = _office.Simulator.Customers.Inbox(Ann);
        _office.Simulator.Customers.Reply(inbox.Single(), new Letter { Text = "The red one." });

        Assert.True(received.IsRead);
        Assert.Equal([second], _office.Mailbox.In("sentitems").Select(m => m.Facts.InternetMessageId));
        Assert.Equal(2, _office.Simulator.Customers.Inbox("bob@customer.example").Count); // the first mail, and the answer to all
        var answer = Load(_office.Mailbox.In("inbox")[^1].Raw);
        Assert.Equal(("Re: Printer", second), (answer.Subject, $"<{answer.InReplyTo}>"));
        Assert.Equal([first, second], answer.References.Select(r => $"<{r}>"));
        Assert.Contains("> Which one?", answer.TextBody, StringComparison.Ordinal);
        Assert.Contains(">> It is broken.", answer.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_is_away_says_so_once_to_each_and_never_to_a_machine()
    {
        _office.Simulator.Customers.SetAway(Ann, "I am on holiday.");
        for (var i = 0; i < 3; i++)
        {
            _office.Simulator.Mailboxes.Write(_office.Mailbox, new Letter { To = [Ann], Subject = "Are you there?", Text = "Hello" });
        }

        _office.Simulator.Mailboxes.Write(_office.Mailbox, new Letter { To = [Ann], Subject = "Newsletter", Headers = new Dictionary<string, string> { ["Auto-Submitted"] = "auto-generated" } });
        _office.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(4, _office.Simulator.Customers.Inbox(Ann).Count);

        var told = Load(Assert.Single(_office.Mailbox.In("inbox")).Raw);
        Assert.Equal(("Automatic reply: Are you there?", "auto-replied"), (told.Subject, told.Headers["Auto-Submitted"]));

        _office.Simulator.Customers.SetAway(Ann, text: null);
        _office.Simulator.Mailboxes.Write(_office.Mailbox, new Letter { To = [Ann], Subject = "Back?", Text = "Hello" });
        _office.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_office.Mailbox.In("inbox"), m => m.Facts.Subject.StartsWith("Automatic", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("All", false)]
    [InlineData("DR, oof", false)]
    [InlineData("DR, RN, NRN", true)]
    [InlineData("AutoReply", true)]
    public void Whoever_is_away_keeps_silent_where_the_sender_wants_no_answer(string suppressed, bool answers)
    {
        _office.Simulator.Customers.SetAway(Ann, "I am on holiday.");
        var headers = new Dictionary<string, string> { ["X-Auto-Response-Suppress"] = suppressed };
        _office.Simulator.Mailboxes.Write(_office.Mailbox, new Letter { To = [Ann], Subject = "We have your mail", Text = "Hello", Headers = headers });
        _office.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(_office.Simulator.Customers.Inbox(Ann));
        Assert.Equal(answers ? 1 : 0, _office.Mailbox.In("inbox").Count);
    }

    [Fact]
    public void A_mailbox_is_filled_with_mails_that_differ_and_are_the_same_for_the_same_seed()
    {
        using var twin = new Office();
        _office.Simulator.Mailboxes.Fill(_office.Mailbox, 50);
        twin.Simulator.Mailboxes.Fill(twin.Mailbox, 50);

        var mails = _office.Mailbox.In("inbox");
        Assert.Equal(50, mails.Select(m => m.Facts.InternetMessageId).Distinct().Count());
        Assert.Equal(mails.Select(m => m.Received), mails.Select(m => m.Received).Order());
        Assert.Contains(mails, m => m.Facts.InReplyTo is not null);
        Assert.Equal(mails.Select(m => Convert.ToHexString(m.Raw.Span)), twin.Mailbox.In("inbox").Select(m => Convert.ToHexString(m.Raw.Span)));
    }

    [Fact]
    public void A_letter_that_makes_no_sense_is_refused_with_the_reason()
    {
        Assert.Contains("\\\"to\\\"", Ask("write", """{"subject":"x"}"""), StringComparison.Ordinal);
        Assert.Contains("not an address", Ask("write", """{"to":["not an address"]}"""), StringComparison.Ordinal);
        Assert.Contains("base64", Ask("write", """{"to":["support@contoso.example"],"attachments":[{"name":"a","contentBytes":"%%"}]}"""), StringComparison.Ordinal);
        Assert.Contains("size", Ask("write", """{"to":["support@contoso.example"],"attachments":[{"name":"a"}]}"""), StringComparison.Ordinal);
        Assert.Empty(_office.Mailbox.In("inbox"));
    }

    private string Ask(string verb, string body)
    {
        var answer = _office.Simulator.Handle(new SimulatedRequest(
            "POST", "http://sim", $"/_sim/customers/{Ann}/{verb}", new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body)));
        Assert.Equal(400, answer.Status);
        return answer.BodyText;
    }

    private static MimeMessage Load(ReadOnlyMemory<byte> raw) => MimeMessage.Load(new MemoryStream(raw.ToArray()), Office.Ct);
}
