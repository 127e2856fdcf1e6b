using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.MailEngine.Running;
using Tern.MailEngine.Sync;

namespace Tern.Tests.Fixtures;

/// <summary>What an administrator and the engine do with mailboxes, step by step.</summary>
internal static class MailboxSteps
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Fills in the connect page and waits for the first check, which starts by itself.</summary>
    internal static async Task<MailboxId> ConnectAsync(this TernApp app, TernClient browser, string address, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["Address"] = address,
            ["Tenant"] = app.Office.Tenant.Id,
            ["ClientId"] = app.Office.App.ClientId,
            ["Way"] = "app",
            ["Secret"] = Office.Secret,
            ["Import"] = "all",
        };
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        var response = await browser.PostAsync("/mailboxes/connect", "/mailboxes/connect", [.. fields.Select(f => (f.Key, f.Value))]);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, response.StatusCode);
        var mailbox = new MailboxId(Guid.Parse(response.Headers.Location!.OriginalString.Split('/')[2].Split('?')[0]));
        await Eventually.TrueAsync(async () =>
        {
            await using var db = app.Database();
            return await db.MailboxHealth.AnyAsync(h => h.MailboxId == mailbox && h.NextCheckAt != null, Ct);
        });
        return mailbox;
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

    internal static async Task<MailboxHealthRow> HealthAsync(this TernApp app, MailboxId mailbox)
    {
        await using var db = app.Database();
        return await db.MailboxHealth.AsNoTracking().SingleAsync(h => h.MailboxId == mailbox, Ct);
    }
}

/// <summary>Waits for what another thread is about to do; fails when it does not come within twenty seconds.</summary>
internal static class Eventually
{
    internal static async Task<T> NotNullAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"No {typeof(T).Name} came.");
    }

    internal static Task TrueAsync(Func<Task<bool>> look) => NotNullAsync(async () => await look() ? "yes" : null);
}
