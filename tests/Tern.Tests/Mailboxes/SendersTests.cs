using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator.Rights;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>Under which address a reply leaves: the mailbox's own, one of its aliases, a shared one as itself or on its behalf.</summary>
public abstract class SendersTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_reply_leaves_under_the_alias_that_was_chosen_and_an_alias_is_ours()
    {
        var person = App.Office.Person("aliased");
        person.Aliases.Add("help@contoso.example");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, person.Mail);
        var saved = await ann.PostAsync(
            $"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}", ("Address", person.Mail), ("SenderAddress", "help@contoso.example"), ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId));
        Assert.Equal("said=Saved", saved.Headers.Location!.OriginalString.Split('?')[1]);

        var received = await AnswerAsync(ann, mailbox, to: "help@contoso.example", from: "rita@alias.example");

        Assert.Equal("help@contoso.example", received.From.Mailboxes.Single().Address);
        Assert.Null(received.Sender);
        Assert.Contains("help@contoso.example", await App.Services.GetRequiredService<IOurAddresses>().AllAsync(Ct));
    }

    [Theory]
    [InlineData(MailboxRight.SendAs, null)]
    [InlineData(MailboxRight.SendOnBehalf, "deputy@contoso.example")]
    public async Task A_shared_mailbox_sends_as_itself_or_shows_who_sent_on_its_behalf(MailboxRight right, string? sender)
    {
        var shared = App.Office.Simulator.Users.Add(App.Office.Tenant, $"shared-{right.ToString().ToLowerInvariant()}", isShared: true);
        var deputy = App.Office.Person("deputy");
        App.Office.Simulator.Users.Grant(shared, deputy, MailboxRight.FullAccess);
        App.Office.Simulator.Users.Grant(shared, deputy, right);
        App.Office.App.RedirectUris.Add($"{App.PublicUrl}mailboxes/callback");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, shared.Mail, ("Way", "SignIn"), ("Shared", "true"));
        var leaving = await ann.GetAsync($"/mailboxes/{mailbox}/sign-in");
        var back = App.Office.SignIn(leaving.Headers.Location!, deputy)!;
        Assert.Equal($"/mailboxes/{mailbox}?said=SignedIn", (await ann.GetAsync(back.PathAndQuery)).Headers.Location?.OriginalString);

        var received = await AnswerAsync(ann, mailbox, shared.Mail, $"rita@{right}.example".ToLowerInvariant());

        Assert.Equal(shared.Mail, received.From.Mailboxes.Single().Address);
        Assert.Equal(sender, received.Sender?.Address);
    }

    [Fact]
    public async Task An_agent_chooses_among_the_addresses_of_the_mailbox_and_no_other()
    {
        var person = App.Office.Person("many-names");
        person.Aliases.Add("billing@contoso.example");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, person.Mail);
        await ann.PostAsync(
            $"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}", ("Address", person.Mail), ("FurtherSenders", "Billing@contoso.example\n"), ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId));

        var received = await AnswerAsync(ann, mailbox, person.Mail, "rita@chosen.example", ("From", "billing@contoso.example"));

        Assert.Equal("billing@contoso.example", received.From.Mailboxes.Single().Address, ignoreCase: true);
        await using var db = App.Database();
        var number = db.Tickets.Single(t => t.Subject == $"To {person.Mail} from rita@chosen.example").Number;
        var page = await ann.ReadAsync($"/tickets/{number}");
        Assert.Contains("<option value=\"Billing@contoso.example\"", page, StringComparison.Ordinal);
        var refused = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "As somebody else."), ("Seen", "9"), ("From", "ceo@contoso.example"));
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("ceo@contoso.example is no address that this mailbox writes under", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var broken = await ann.PostAsync(
            $"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}", ("Address", person.Mail), ("FurtherSenders", "billing"), ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId));
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, broken.StatusCode);
    }

    [Fact]
    public async Task An_address_without_the_right_keeps_the_answer_says_why_and_lets_it_leave_after_the_mend()
    {
        var (person, boss) = (App.Office.Person("secretary"), App.Office.Person("boss"));
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, person.Mail);
        await ann.PostAsync(
            $"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}", ("Address", person.Mail), ("FurtherSenders", boss.Mail), ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId));
        App.Office.Write(person.Mail, "To the boss", from: "Rita <rita@right.example>");
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        var number = db.Tickets.Single(t => t.Subject == "To the boss").Number;

        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "From the top."), ("Seen", "1"), ("From", boss.Mail));
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(11));
            return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.LastErrorCode == MailEngine.Errors.FaultCodes.SendAsDenied, Ct);
        });
        Assert.Contains("delivery-error", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
        Assert.Empty(App.Office.Inbox("rita@right.example"));

        App.Office.Simulator.Users.Grant(boss, person, MailboxRight.SendAs);
        await Eventually.TrueAsync(() =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return Task.FromResult(App.Office.Inbox("rita@right.example").Count == 1);
        });
        Assert.Equal(boss.Mail, App.Office.Inbox("rita@right.example")[0].From.Mailboxes.Single().Address);
    }

    private async Task<MimeKit.MimeMessage> AnswerAsync(TernClient ann, MailboxId mailbox, string to, string from, params (string Name, string Value)[] more)
    {
        var subject = $"To {to} from {from}";
        App.Office.Write(to, subject, from: $"Rita <{from}>");
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        var number = db.Tickets.Single(t => t.Subject == subject).Number;
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "Here you are."), ("Seen", "1"), .. more]);
        await App.CheckAsync(mailbox);
        var received = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox(from).ToArray() is [.., var last] ? last : null));
        Assert.Equal((MailboxState.Healthy, null), ((await App.HealthAsync(mailbox)).State, (await App.HealthAsync(mailbox)).FaultCode));
        return received;
    }
}

public sealed class SqliteSendersTests(SqliteApp app) : SendersTests<SqliteApp>(app);

public sealed class PostgreSqlSendersTests(PostgreSqlApp app) : SendersTests<PostgreSqlApp>(app);
