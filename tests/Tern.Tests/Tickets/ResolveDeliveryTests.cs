using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.Microsoft365Simulator;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Tickets;

/// <summary>Nobody can prove whether a mail left: the agent reads what was looked at, and decides.</summary>
public abstract class ResolveDeliveryTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task What_had_left_after_all_is_found_by_looking_again_and_the_customer_has_one()
    {
        var (ann, number, message) = await UncertainAsync("left-after-all", isSent: true);
        using var browser = ann;
        var page = await ann.ReadAsync($"/tickets/{number}");
        Assert.Contains("searched 8 times", page, StringComparison.Ordinal);
        Assert.Contains("Look again", page, StringComparison.Ordinal);

        await ChooseAsync(ann, number, message, "Look");

        await StateAsync(message, OutboxState.Sent);
        Assert.Single(App.Office.Inbox("carla@left-after-all.example"));
    }

    [Fact]
    public async Task What_is_nowhere_is_sent_again_when_the_agent_says_so()
    {
        var (ann, number, message) = await UncertainAsync("nowhere", isSent: false);
        using var browser = ann;

        await ChooseAsync(ann, number, message, "Send");

        await StateAsync(message, OutboxState.Sent);
        Assert.Single(App.Office.Inbox("carla@nowhere.example"));
    }

    [Fact]
    public async Task What_was_sent_after_all_is_not_sent_twice_by_sending_again()
    {
        var (ann, number, message) = await UncertainAsync("not-twice", isSent: true);
        using var browser = ann;

        await ChooseAsync(ann, number, message, "Send");

        await StateAsync(message, OutboxState.Sent);
        Assert.Single(App.Office.Inbox("carla@not-twice.example"));
    }

    [Fact]
    public async Task What_is_taken_for_done_is_asked_about_no_more()
    {
        var (ann, number, message) = await UncertainAsync("done", isSent: false);
        using var browser = ann;

        await ChooseAsync(ann, number, message, "Done");

        await StateAsync(message, OutboxState.Settled);
        var page = await ann.ReadAsync($"/tickets/{number}");
        Assert.Contains("Taken for done", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Look again", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/messages/{Guid.Empty}/delivery", ("Choice", "Look"))).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_shows_among_the_sent_mails_later_is_settled_by_itself_by_the_draft_or_by_our_id(bool isDraftKnown)
    {
        var (ann, number, message) = await UncertainAsync($"by-itself-{isDraftKnown}".ToLowerInvariant(), isSent: true);
        using var browser = ann;
        await using var db = App.Database();
        var mailbox = await db.Outbox.Where(i => i.TicketNumber == number).Select(i => i.MailboxId).SingleAsync(Ct);
        if (!isDraftKnown)
        {
            await db.Outbox.Where(i => i.TicketNumber == number).ExecuteUpdateAsync(set => set.SetProperty(i => i.DraftId, (string?)null), Ct);
        }

        App.Time.Advance(TimeSpan.FromMinutes(16)); // the newest mails are counted again
        await App.CheckAsync(mailbox);

        await StateAsync(message, OutboxState.Sent);
        Assert.Single(App.Office.Inbox($"carla@by-itself-{isDraftKnown}.example".ToLowerInvariant()));
    }

    /// <summary>A reply whose answer from Microsoft got lost; its copy lies among the sent mails, or nowhere.</summary>
    private async Task<(TernClient Browser, long Number, Guid Message)> UncertainAsync(string name, bool isSent)
    {
        var account = App.Office.Person(name);
        var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        App.Office.Write(account.Mail, $"About {name}", from: $"Carla <carla@{name}.example>");
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        var number = await db.Tickets.Where(t => t.Subject == $"About {name}").Select(t => t.Number).SingleAsync(Ct);
        var broken = isSent ? null : App.Office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/{account.Mail}/messages/*/send", Cut = Cut.BeforeEffect });
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Here is what we know."), ("Seen", "1"));
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(11));
            var state = await db.Outbox.Where(i => i.TicketNumber == number).Select(i => i.State).SingleAsync(Ct);
            return state == (isSent ? OutboxState.Sent : OutboxState.Sending);
        });
        if (broken is not null)
        {
            await RemoveDraftsAsync(mailbox, account.Mail);
            App.Office.Simulator.Faults.Remove(broken.Id);
        }

        // The sender may be in the middle of a step, and writes when it is through: it is Uncertain when it stays so.
        var looks = 0;
        await Eventually.TrueAsync(async () =>
        {
            if (!await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.State == OutboxState.Uncertain, Ct))
            {
                looks = 0;
                await db.Outbox.Where(i => i.TicketNumber == number).ExecuteUpdateAsync(
                    set => set.SetProperty(i => i.State, OutboxState.Uncertain).SetProperty(i => i.Looks, 8).SetProperty(i => i.NextAttemptAt, (DateTimeOffset?)null).SetProperty(i => i.SentAt, (DateTimeOffset?)null),
                    Ct);
            }

            return ++looks > 5;
        });
        var message = await db.Outbox.Where(i => i.TicketNumber == number).Select(i => i.MessageId).SingleAsync(Ct);
        return (ann, number, message.Value);
    }

    /// <summary>A person empties the drafts for good.</summary>
    private async Task RemoveDraftsAsync(MailboxId mailbox, string address)
    {
        var box = App.Office.Simulator.Mailboxes[address]!;
        foreach (var draft in box.In("drafts"))
        {
            App.Office.Simulator.Mailboxes.Purge(box, draft);
        }

        await App.CheckAsync(mailbox);
    }

    private static async Task ChooseAsync(TernClient browser, long number, Guid message, string choice) =>
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync($"/tickets/{number}", $"/tickets/{number}/messages/{message}/delivery", ("Choice", choice))).StatusCode);

    private async Task StateAsync(Guid message, OutboxState state)
    {
        var id = new MessageId(message);
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(11));
            await using var db = App.Database();
            return await db.Outbox.AnyAsync(i => i.MessageId == id && i.State == state, Ct);
        });
    }
}

public sealed class ResolveDeliveryOnSqlite(SqliteApp app) : ResolveDeliveryTests<SqliteApp>(app);

public sealed class ResolveDeliveryOnPostgreSql(PostgreSqlApp app) : ResolveDeliveryTests<PostgreSqlApp>(app);
