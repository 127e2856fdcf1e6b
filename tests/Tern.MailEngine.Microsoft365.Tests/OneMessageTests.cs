using System.Text.Json;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator;
using Mailbox = Tern.Microsoft365Simulator.Mailboxes.Mailbox;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>What Microsoft says of one message costs that message time, and no other anything.</summary>
public sealed class OneMessageTests
{
    [Theory]
    [InlineData(403, "ErrorAccessDenied")]
    [InlineData(400, "ErrorInvalidIdMalformed")]
    [InlineData(410, "ErrorNoLongerThere")]
    [InlineData(404, "ErrorFolderNotFound")]
    public async Task A_mail_that_may_not_be_opened_waits_alone_and_comes_when_it_may_be(int status, string code)
    {
        await using var office = new SimulatedOffice(seed: 80);
        var support = office.AddMailbox("support");
        office.Write(support, "closed");
        var closed = office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/*/messages/{IdOfNewest(office, support)}/$value", Status = status, GraphCode = code });
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Write(support, "open");
        office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["open"], office.Delivered(support));

        office.Simulator.Faults.Remove(closed.Id);
        office.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["open", "closed"], office.Delivered(support));
        Assert.All(office.Host.Shared.Health, h => Assert.Null(h.Fault)); // nothing is wrong with the mailbox
    }

    [Theory]
    [InlineData(403, "ErrorAccessDenied")]
    [InlineData(400, "ErrorInvalidIdMalformed")]
    [InlineData(410, "ErrorNoLongerThere")]
    [InlineData(503, "serviceNotAvailable")]
    public async Task A_row_that_tells_too_little_of_a_mail_that_cannot_be_looked_at_holds_up_no_other(int status, string code)
    {
        await using var office = new SimulatedOffice(seed: 81);
        var support = office.AddMailbox("support");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Write(support, "hidden");
        var hidden = IdOfNewest(office, support);
        office.Write(support, "plain");
        var page = Page(office, office.Host.Shared.Folders[(support.Id, "inbox")].Cursor!, new { id = hidden }, new { id = IdOfNewest(office, support), receivedDateTime = office.Time.GetUtcNow() });
        var unseen = office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/*/messages/{hidden}", Status = status, GraphCode = code });
        office.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["plain"], office.Delivered(support));
        Assert.Null(office.Host.Shared.Health[^1].Fault);

        office.Simulator.Faults.Remove(unseen.Id);
        office.Simulator.Faults.Remove(page.Id);
        office.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(["plain", "hidden"], office.Delivered(support));
    }

    [Fact]
    public async Task An_old_mail_that_could_not_be_looked_at_at_first_does_not_become_a_new_one()
    {
        await using var office = new SimulatedOffice(seed: 82);
        var support = office.AddMailbox("support");
        office.Host.Shared.Mailboxes[support.Id] = support with { ReceiveSince = SimulatedOffice.Start.AddHours(1) };
        office.Write(support, "of before the connection");
        var old = IdOfNewest(office, support);
        office.Time.Advance(TimeSpan.FromHours(2));
        var page = Page(office, "https://graph.microsoft.com/v1.0/users/support@contoso.example/mailFolders/inbox/messages/delta?$deltatoken=none", new { id = old });
        var unseen = office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/*/messages/{old}", Status = 403, GraphCode = "ErrorAccessDenied" });
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.IsType<UnfetchedMail>(office.Host.Shared.Ledger[(support.Id, old)]);

        office.Simulator.Faults.Remove(unseen.Id);
        office.Simulator.Faults.Remove(page.Id);
        office.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(LeftAloneReason.OlderThanConnection, Assert.IsType<LeftAloneMail>(office.Host.Shared.Ledger[(support.Id, old)]).Reason);
        Assert.Empty(office.Delivered(support));
    }

    [Fact]
    public async Task A_mail_that_was_moved_at_once_and_cannot_be_looked_at_is_read_when_it_can_be()
    {
        await using var office = new SimulatedOffice(seed: 83);
        var support = office.AddMailbox("support");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Write(support, "moved at once");
        var moved = IdOfNewest(office, support);
        office.Simulator.Mailboxes.Move(Box(office, support), Box(office, support).In("inbox")[^1], "archive");
        var unseen = office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/*/messages/{moved}", Status = 403, GraphCode = "ErrorAccessDenied" });
        office.Write(support, "left where it was");
        office.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["left where it was"], office.Delivered(support));

        office.Simulator.Faults.Remove(unseen.Id);
        office.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(["left where it was", "moved at once"], office.Delivered(support));
        Assert.All(office.Host.Shared.Health, h => Assert.Null(h.Fault));
    }

    [Fact]
    public async Task Mails_whose_answers_never_begin_let_a_new_one_wait_for_minutes_and_not_for_hours()
    {
        await using var office = new SimulatedOffice(seed: 84);
        var support = office.AddMailbox("support");
        for (var i = 0; i < 6; i++)
        {
            office.Write(support, $"silent {i}");
            office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/*/messages/{IdOfNewest(office, support)}/$value", Delay = TimeSpan.FromHours(1) });
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(20));
        office.Write(support, "new");
        office.Time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(["new"], office.Delivered(support));
    }

    [Theory]
    [InlineData("text/html", false)]
    [InlineData("text/plain", false)]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("application/json", true)]
    public async Task A_page_that_comes_in_the_place_of_a_mail_is_no_mail_and_the_mail_is_fetched_again(string contentType, bool isNamed)
    {
        await using var office = new SimulatedOffice(seed: 85);
        var support = office.AddMailbox("support");
        var page = new Fault { Path = "/v1.0/*/$value", Status = 200, Body = "Subject: sign in\r\n\r\n<html>Sign in to this network first</html>", ContentType = contentType, Until = SimulatedOffice.Start.AddMinutes(3) };
        if (isNamed)
        {
            page.Headers["request-id"] = "0193f3b2-c1d2-4e0f-a0b1-c2d3e4f50617";
        }

        office.Simulator.Faults.Add(page);
        office.Write(support, "behind the page");
        office.Node.Start();

        office.Time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(["behind the page"], office.Delivered(support));
        Assert.Single(office.Host.Shared.Raw); // of the page nothing was kept
    }

    /// <summary>For a while the change feed tells of these rows and no others.</summary>
    private static Fault Page(SimulatedOffice office, string link, params object[] rows) => office.Simulator.Faults.Add(new Fault
    {
        Path = "/v1.0/*/messages/delta*",
        Status = 200,
        Body = JsonSerializer.Serialize(new Dictionary<string, object> { ["value"] = rows, ["@odata.deltaLink"] = link }),
    });

    private static Mailbox Box(SimulatedOffice office, MailboxSettings mailbox) => office.Simulator.Mailboxes[mailbox.Address]!;

    private static string IdOfNewest(SimulatedOffice office, MailboxSettings mailbox) =>
        office.Simulator.Mailboxes.IdOf(Box(office, mailbox), Box(office, mailbox).In("inbox")[^1]);
}
