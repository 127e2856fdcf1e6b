namespace Tern.Microsoft365Simulator.Tests.Mailboxes;

public sealed class MailboxRoomTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Room_is_counted_right_while_mail_comes_grows_leaves_and_goes()
    {
        var mailbox = _office.Mailbox;
        _office.Simulator.Mailboxes.SetQuota(mailbox, 1_000_000);
        Counts();
        var mail = _office.Simulator.Mailboxes.Deliver(mailbox, Office.Mail("Hi"));
        Counts();
        var draft = await _office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        Counts();
        await _office.SendJsonAsync(HttpMethod.Post, $"/messages/{draft}/attachments", $$"""{"name":"a","contentBytes":"{{new string('A', 4000)}}"}""");
        Counts();
        await _office.SendJsonAsync(HttpMethod.Patch, $"/messages/{draft}", """{"subject":"Something longer than before"}""");
        Counts();
        await _office.SendAsync(HttpMethod.Post, $"/messages/{draft}/send");
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Counts();
        _office.Simulator.Mailboxes.Move(_office.Mailbox, mail, "archive");
        _office.Simulator.Mailboxes.Purge(mailbox, mail);
        Counts();

        void Counts()
        {
            var size = _office.Mailbox.Messages.Values.Sum(m => m.Raw.Length + m.Added.Sum(a => (long)a.Content.Length));
            Assert.True(mailbox.HasRoomFor(1_000_000 - size));
            Assert.False(mailbox.HasRoomFor(1_000_001 - size));
        }
    }
}
