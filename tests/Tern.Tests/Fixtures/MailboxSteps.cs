using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Tests.Fixtures;

/// <summary>What an administrator and the engine do with mailboxes, step by step.</summary>
internal static class MailboxSteps
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Walks through the wizard, knowingly past whatever fails, and waits for the first check, which starts by itself.</summary>
    internal static async Task<MailboxId> ConnectAsync(this TernApp app, TernClient browser, string address, params (string Name, string Value)[] changes)
    {
        var walk = await WizardWalk.BeginAsync(app, browser);
        await walk.ToAsync(SetupStep.Import, address, changes);
        return await app.CheckedAsync(await walk.ConnectAsync(changes.FirstOrDefault(c => c.Name == "Import").Value ?? "all"));
    }

    /// <summary>Enters a mailbox as a script does: nothing is tried before the first check.</summary>
    internal static async Task<MailboxId> EnterAsync(this TernApp app, string address, string? tenant = null, string? clientId = null, string? secret = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (mailbox, problems) = await scope.ServiceProvider.GetRequiredService<MailboxRegistry>().AddAsync(
            new MailboxConnection
            {
                Address = address,
                Tenant = tenant ?? app.Office.Tenant.Id,
                ClientId = clientId ?? app.Office.App.ClientId,
                GrantKind = GrantKind.AppOnly,
                Secret = secret ?? Office.Secret,
                ReceiveSince = DateTimeOffset.UnixEpoch,
            },
            Ct);
        Assert.Empty(problems);
        app.Services.GetRequiredService<MailboxHost>().Ring();
        return await app.CheckedAsync(mailbox!.Id);
    }

    /// <summary>Waits for the first check, which starts by itself.</summary>
    internal static async Task<MailboxId> CheckedAsync(this TernApp app, MailboxId mailbox)
    {
        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.Database();
            return await db.MailboxHealth.AnyAsync(h => h.MailboxId == mailbox && h.NextCheckAt != null, Ct);
        });
        return mailbox;
    }

    /// <summary>Leaves the mailbox's page for Microsoft, where an account is chosen and a decision taken.</summary>
    /// <returns>Where Microsoft sends the browser back to.</returns>
    internal static async Task<Uri> SignInAtMicrosoftAsync(this TernApp app, TernClient browser, MailboxId mailbox, User account, string decision = "accept")
    {
        var leaving = await browser.GetAsync($"/mailboxes/{mailbox}/sign-in");
        return app.Office.SignIn(leaving.Headers.Location!, account, decision) ?? throw new InvalidOperationException("Microsoft's page stayed.");
    }

    /// <summary>Lets the running engine check a mailbox now.</summary>
    internal static async Task<CycleReport> CheckAsync(this TernApp app, MailboxId mailbox)
    {
        var host = app.Services.GetRequiredService<MailboxHost>();
        host.Ring();
        var runner = await Eventually.NotNullAsync(() => Task.FromResult(host.Find(mailbox) is { Lease: not null } running ? running : null));
        runner.RingOutbox();
        return await runner.CheckNowAsync(Ct) ?? throw new InvalidOperationException("The mailbox is gone.");
    }

    /// <summary>Lets time go on, in steps shorter than any time-out, until something that waits for it has come to its end, good or bad.</summary>
    /// <remarks>A minute and a half at most: on a busy machine a claim of two minutes must not end while its holder only waits for the processor.</remarks>
    internal static Task DuringAsync(this TernApp app, Task work)
    {
        var steps = 0;
        return Eventually.TrueAsync(() =>
        {
            if (steps++ < 45)
            {
                app.Time.Advance(TimeSpan.FromSeconds(2));
            }

            return Task.FromResult(work.IsCompleted);
        });
    }

    internal static async Task<MailboxHealthRow> HealthAsync(this TernApp app, MailboxId mailbox)
    {
        await using var db = app.Database();
        return await db.MailboxHealth.AsNoTracking().SingleAsync(h => h.MailboxId == mailbox, Ct);
    }
}

/// <summary>Waits for what another thread is about to do; fails, and says what was waited for, when it does not come within twenty seconds, or as long as is said.</summary>
internal static class Eventually
{
    internal static async Task<T> NotNullAsync<T>(Func<Task<T?>> look, int seconds = 20, [CallerArgumentExpression(nameof(look))] string what = "")
        where T : class
    {
        for (var tries = 0; tries < seconds * 20; tries++)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{seconds} seconds went by and this did not come: {what}");
    }

    internal static Task TrueAsync(Func<Task<bool>> look, int seconds = 20, [CallerArgumentExpression(nameof(look))] string what = "") =>
        NotNullAsync(async () => await look() ? "yes" : null, seconds, what);
}
