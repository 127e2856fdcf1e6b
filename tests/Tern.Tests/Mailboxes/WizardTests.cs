using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>The wizard from an empty desk to the proof, and what it never does on the way.</summary>
public abstract class WizardTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task App_only_with_a_secret_leads_from_an_empty_desk_to_both_ways_proved()
    {
        var support = App.Office.Person("wizard").Mail;
        App.Office.Write(support, "Older than the connection");
        App.Time.Advance(TimeSpan.FromSeconds(2)); // within one second nobody can tell before from after
        using var ann = await App.SignInAsync();
        var walk = await WizardWalk.BeginAsync(App, ann);

        await walk.TakeAsync("preflight", ("Anyway", "true"));
        Assert.Equal($"{walk.Path}/registration", await walk.TakeAsync("way", ("Address", support), ("Administrator", "true"), ("ComesBack", "true")));
        Assert.Equal(ConnectWay.App, (await walk.AnswersAsync()).Way);
        await walk.TakeAsync("registration/proof", ("Proof", "Secret"));
        await walk.TakeAsync("registration", ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId), ("Secret", Office.Secret));
        Assert.All((await walk.AnswersAsync()).ChecksOf(SetupStep.Registration), line => Assert.Equal(CheckResult.Ok, line.Result));
        await walk.TakeAsync("consent");
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Consent, "permissions")).Result);
        await walk.TakeAsync("mailbox", ("Address", support), ("DisplayName", "Contoso Support"));
        Assert.Equal(
            (CheckResult.Ok, CheckResult.Ok, CheckResult.Ok, CheckResult.Ok),
            ((await walk.LineAsync(SetupStep.Mailbox, "mailbox")).Result, (await walk.LineAsync(SetupStep.Mailbox, "read")).Result, (await walk.LineAsync(SetupStep.Mailbox, "write")).Result, (await walk.LineAsync(SetupStep.Mailbox, "send")).Result));
        await walk.TakeAsync("scope/skip");
        await walk.TakeAsync("import", ("Import", "all"));
        Assert.Contains("Older than the connection", await walk.ReadAsync("import"), StringComparison.Ordinal);

        // Nothing is there yet that anybody would read.
        await using var db = App.Database();
        Assert.False(await db.Mailboxes.AnyAsync(m => m.Address == support, Ct));
        var mailbox = await walk.ConnectAsync("now");
        Assert.Equal("Contoso Support", await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.DisplayName).SingleAsync(Ct));

        await walk.TakeAsync("proof");
        await Eventually.TrueAsync(async () =>
        {
            await walk.TakeAsync("proof/look");
            var so = (await walk.AnswersAsync()).RoundTrip!;
            App.Time.Advance(so.AnsweredAt is null ? TimeSpan.Zero : TimeSpan.FromSeconds(1)); // sent mails are looked for ten seconds after
            return so.IsOver;
        });

        var trip = (await walk.AnswersAsync()).RoundTrip!;
        Assert.True(trip.Problem is null, trip.Problem?.ToString());
        Assert.True(trip.SentAt <= trip.ArrivedAt && trip.ArrivedAt <= trip.AnsweredAt && trip.AnsweredAt <= trip.SeenAt, trip.ToString());
        Assert.Equal((TicketStatus.Solved, 2), await db.Tickets.Where(t => t.Number == trip.Ticket).Select(t => new ValueTuple<TicketStatus, int>(t.Status, t.MessageCount)).SingleAsync(Ct));
        Assert.False(await db.Tickets.AnyAsync(t => t.Subject == "Older than the connection", Ct));

        // A machine that dies between the answer and the note of it: the next look finds the answer and gives no second one.
        var answers = await walk.AnswersAsync();
        var forgotten = (answers with { RoundTrip = trip with { Ticket = null, ArrivedAt = null, AnsweredAt = null, SeenAt = null } }).Write();
        var id = walk.Id;
        await db.MailboxSetups.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Answers, forgotten), Ct);
        await Eventually.TrueAsync(async () =>
        {
            await walk.TakeAsync("proof/look");
            return (await walk.AnswersAsync()).RoundTrip!.IsOver;
        });
        Assert.True((await walk.AnswersAsync()).RoundTrip!.AnsweredAt <= trip.AnsweredAt);
        Assert.Equal(1, await db.Outbox.CountAsync(item => item.TicketNumber == trip.Ticket, Ct));
        Assert.DoesNotContain(walk.Path, await ann.ReadAsync("/mailboxes/connect"), StringComparison.Ordinal); // finished by itself
        Assert.Equal($"/mailboxes/{mailbox}?said=Connected", await walk.TakeAsync("proof/finish"));
    }
}

public sealed class WizardOnSqlite(SqliteApp app) : WizardTests<SqliteApp>(app);

public sealed class WizardOnPostgreSql(PostgreSqlApp app) : WizardTests<PostgreSqlApp>(app);
