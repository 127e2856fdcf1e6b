using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tern.Commands.Mailboxes;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes;

/// <summary><c>tern mailbox refresh</c> where somebody else has the mailbox, or the server that should answer does not.</summary>
public abstract class RefreshTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const int Bad = 8;

    [Fact]
    public async Task A_mailbox_that_another_node_took_is_named_by_the_server_and_without_it()
    {
        var address = App.Office.Person("held").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.CheckAsync(mailbox);
        await using (var db = App.Database())
        {
            var until = TimeProvider.System.GetUtcNow().AddHours(1);
            await db.MailboxLeases.Where(l => l.MailboxId == mailbox).ExecuteUpdateAsync(
                set => set.SetProperty(l => l.Owner, "another").SetProperty(l => l.Epoch, l => l.Epoch + 1).SetProperty(l => l.ExpiresAt, until), Ct);
        }

        App.Office.Write(address, "for whoever holds the lease");
        Assert.Equal((1, DeskFaults.BusyElsewhere), await RefreshAsync(address));

        await App.StopAsync();
        Assert.Equal((1, DeskFaults.BusyElsewhere), await RefreshAsync(address));

        await App.RestartAsync();
        await using var after = App.Database();
        Assert.False(await after.Tickets.AnyAsync(t => t.Subject == "for whoever holds the lease", Ct));
    }

    [Fact]
    public async Task A_server_that_was_killed_a_moment_ago_is_named_after_a_while()
    {
        var address = App.Office.Person("silent").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.WithoutServerAsync(async services =>
        {
            var began = TimeProvider.System.GetUtcNow();
            var time = new StepByStep(began);
            await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(Ct);
            db.Servers.Add(new ServerPresence { Node = "killed", SeenAt = began });
            await db.SaveChangesAsync(Ct);

            var asking = RefreshWithoutServerAsync(services, time, mailbox, address);
            while (!asking.IsCompleted)
            {
                await time.AdvanceAsync(TimeSpan.FromSeconds(1), asking);
            }

            Assert.Equal(DeskFaults.ServerSilent, (await asking).Fault?.Code);
            Assert.InRange(time.GetUtcNow() - began, ServerPresence.Silence, ServerPresence.Silence * 2);
            await db.Servers.Where(s => s.Node == "killed").ExecuteDeleteAsync(Ct);
        });
    }

    [Fact]
    public async Task A_command_sees_what_is_written_also_after_all_others_have_closed_the_database()
    {
        var address = App.Office.Person("still-seeing").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.WithoutServerAsync(async services =>
        {
            var contexts = services.GetRequiredService<IDbContextFactory<TernDbContext>>();
            await using (var db = await contexts.CreateDbContextAsync(Ct))
            {
                db.Servers.Add(new ServerPresence { Node = "busy", SeenAt = TimeProvider.System.GetUtcNow().AddDays(1) });
                await db.SaveChangesAsync(Ct);
            }

            var asking = RefreshAsync(address);
            await Eventually.TrueAsync(async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(Ct);
                return asking.IsCompleted || await db.RefreshRequests.AnyAsync(r => r.MailboxId == mailbox && r.TakenAt == null, Ct);
            });
            SqliteConnection.ClearAllPools(); // as a server that ends: if it took itself for the last one, it would remove the journal that the command has open

            await using var after = await contexts.CreateDbContextAsync(Ct);
            var now = TimeProvider.System.GetUtcNow();
            await after.RefreshRequests.Where(r => r.MailboxId == mailbox).ExecuteUpdateAsync(set => set.SetProperty(r => r.TakenAt, now).SetProperty(r => r.DoneAt, now), Ct);
            Assert.Equal((1, DeskFaults.BusyElsewhere), await asking);
            await after.Servers.Where(s => s.Node == "busy").ExecuteDeleteAsync(Ct);
        });
    }

    [Fact]
    public async Task A_clock_that_is_set_while_it_waits_makes_no_server_silent()
    {
        var address = App.Office.Person("clock-set").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.WithoutServerAsync(async services =>
        {
            var began = TimeProvider.System.GetUtcNow();
            var time = new StepByStep(began);
            await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(Ct);
            db.Servers.Add(new ServerPresence { Node = "steady", SeenAt = began.AddDays(1) });
            await db.SaveChangesAsync(Ct);

            var asking = RefreshWithoutServerAsync(services, time, mailbox, address);
            await Eventually.TrueAsync(() => db.RefreshRequests.AnyAsync(r => r.MailboxId == mailbox && r.TakenAt == null, Ct));
            time.AdjustTime(began.AddHours(2)); // as a machine that slept, or whose clock was put right
            for (var step = 0; step < 5; step++)
            {
                await time.AdvanceAsync(TimeSpan.FromSeconds(1), asking);
            }

            Assert.False(asking.IsCompleted);
            await db.RefreshRequests.Where(r => r.MailboxId == mailbox).ExecuteUpdateAsync(set => set.SetProperty(r => r.TakenAt, began).SetProperty(r => r.DoneAt, began), Ct);
            await time.AdvanceAsync(TimeSpan.FromSeconds(1), asking);
            Assert.NotEqual(DeskFaults.ServerSilent, (await asking).Fault?.Code);
            await db.Servers.Where(s => s.Node == "steady").ExecuteDeleteAsync(Ct);
        });
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_not_waited_for_longer_than_the_server_promised()
    {
        var address = App.Office.Person("lost-answer").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.WithoutServerAsync(async services =>
        {
            var began = TimeProvider.System.GetUtcNow();
            var time = new StepByStep(began);
            await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(Ct);
            db.Servers.Add(new ServerPresence { Node = "forgetful", SeenAt = began.AddDays(1) });
            await db.SaveChangesAsync(Ct);

            var asking = RefreshWithoutServerAsync(services, time, mailbox, address);
            await Eventually.TrueAsync(async () => await db.RefreshRequests.Where(r => r.MailboxId == mailbox && r.TakenAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.TakenAt, began), Ct) == 1);

            // The first step is short: who asks has to see that the request was taken before much time has passed.
            for (var step = TimeSpan.FromSeconds(1); !asking.IsCompleted; step = TimeSpan.FromSeconds(30))
            {
                await time.AdvanceAsync(step, asking);
            }

            Assert.Equal(DeskFaults.ServerSilent, (await asking).Fault?.Code);
            Assert.InRange(time.GetUtcNow() - began, RefreshRequests.Patience, RefreshRequests.Patience * 2);
            await db.Servers.Where(s => s.Node == "forgetful").ExecuteDeleteAsync(Ct);
        });
    }

    [Fact]
    public async Task Where_only_cron_reads_mails_that_cannot_be_fetched_hold_up_the_good_one_for_ten_minutes_and_no_longer()
    {
        var address = App.Office.Person("cron").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.CheckAsync(mailbox);
        var mails = App.Office.Simulator.Mailboxes;
        for (var i = 0; i <= Bad; i++)
        {
            App.Office.Write(address, i < Bad ? "a bad one" : "the good one");
        }

        foreach (var bad in mails[address]!.In("inbox").OrderBy(m => m.Number).Take(Bad).Select(m => mails.IdOf(mails[address]!, m)).ToList())
        {
            App.Office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/*/messages/{bad}/$value", Status = 500, GraphCode = "ErrorInternalServerError" });
        }

        await App.WithoutServerAsync(async services =>
        {
            var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
            var first = await RefreshWithoutServerAsync(services, time, mailbox, address);
            var atOnce = await RefreshWithoutServerAsync(services, time, mailbox, address);
            time.Advance(TimeSpan.FromMinutes(11));
            var later = await RefreshWithoutServerAsync(services, time, mailbox, address);

            Assert.Equal((FaultCodes.ProviderDown, FaultCodes.ProviderDown, null), (first.Report?.Fault?.Code, atOnce.Report?.Fault?.Code, later.Report?.Fault?.Code));
            Assert.Equal((0, 1, Bad), (first.Report!.New + atOnce.Report!.New, later.Report!.New, later.Waiting.Sum(n => n.Mails)));
        });
    }

    /// <summary>A clock that moves only while somebody waits by it, so that nothing happens between two looks.</summary>
    private sealed class StepByStep(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private int _waits;
        private int _steps;
        private long _passed;

        /// <summary>Time that has passed, whatever the clock was set to.</summary>
        public override long GetTimestamp() => Interlocked.Read(ref _passed);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _waits);
            return timer;
        }

        internal async Task AdvanceAsync(TimeSpan by, Task until)
        {
            await Eventually.TrueAsync(() => Task.FromResult(until.IsCompleted || Volatile.Read(ref _waits) > _steps));
            _steps = Volatile.Read(ref _waits);
            Interlocked.Add(ref _passed, by.Ticks);
            Advance(by);
        }
    }

    private static async Task<RefreshOutcome> RefreshWithoutServerAsync(IServiceProvider services, TimeProvider time, MailboxId mailbox, string address)
    {
        using var progress = new RefreshProgress(1);
        return (await ActivatorUtilities.CreateInstance<MailboxRefresh>(services, progress, time).RunAsync([new ChosenMailbox(mailbox, address)], Ct)).Single();
    }

    private async Task<(int ExitCode, string? Code)> RefreshAsync(string address)
    {
        var (exit, output, error) = await App.RunTernAsync("mailbox", "refresh", address, "--json");
        Assert.True(output.StartsWith('{'), output + error);
        using var json = JsonDocument.Parse(output);
        var fault = json.RootElement.GetProperty("mailboxes")[0].GetProperty("error");
        Assert.EndsWith(".", fault.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        return (exit, fault.GetProperty("code").GetString());
    }
}

public sealed class RefreshOnSqlite(SqliteApp app) : RefreshTests<SqliteApp>(app);

public sealed class RefreshOnPostgreSql(PostgreSqlApp app) : RefreshTests<PostgreSqlApp>(app);
