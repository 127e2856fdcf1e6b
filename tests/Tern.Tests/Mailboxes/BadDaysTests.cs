using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes;

/// <summary>What goes wrong at Microsoft or in the settings: one message, the same on the page, on the command line and in the log, and the other mailbox goes on.</summary>
public abstract class BadDaysTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public Task Wrong_secret() => CaseAsync("wrong", FaultCodes.SecretWrong, "AADSTS7000215", secret: "not the right one");

    [Fact]
    public Task Expired_secret()
    {
        App.Office.Simulator.Apps.AddSecret(App.Office.App, "long gone", TimeProvider.System.GetUtcNow().AddDays(-1));
        return CaseAsync("expired", FaultCodes.SecretExpired, "AADSTS7000222", secret: "long gone");
    }

    [Fact]
    public Task Consent_missing()
    {
        var stranger = App.Office.Simulator.Apps.Add(App.Office.Tenant, "Never consented", applicationPermissions: ["Mail.ReadWrite", "Mail.Send"]);
        App.Office.Simulator.Apps.AddSecret(stranger, Office.Secret, TimeProvider.System.GetUtcNow().AddYears(1));
        return CaseAsync("unconsented", FaultCodes.AccessDenied, "ErrorAccessDenied", clientId: stranger.ClientId);
    }

    [Fact]
    public Task Mailbox_unknown() => CaseAsync("nobody", FaultCodes.MailboxUnknown, "ErrorInvalidUser", exists: false);

    [Fact]
    public Task Tenant_unknown() => CaseAsync("lost", FaultCodes.TenantUnknown, "AADSTS90002", tenant: "nowhere.example");

    [Fact]
    public Task App_unknown() => CaseAsync("appless", FaultCodes.AppUnknown, "AADSTS700016", clientId: "11111111-2222-3333-4444-555555555555");

    [Fact]
    public Task Throttled_with_retry_after() => CaseAsync(
        "busy",
        FaultCodes.Throttled,
        "ApplicationThrottled",
        MailboxState.Throttled,
        fault: new Fault { Path = "/v1.0/users/busy@contoso.example/*", Status = 429, GraphCode = "ApplicationThrottled", Headers = { ["Retry-After"] = "120" } });

    [Fact]
    public async Task Network_down()
    {
        App.Office.Simulator.Settings.NetworkDown = HttpRequestError.NameResolutionError;
        try
        {
            await CaseAsync("offline", FaultCodes.NameUnresolved, null, MailboxState.Degraded, otherWorks: false);
        }
        finally
        {
            App.Office.Simulator.Settings.NetworkDown = null;
        }
    }

    [Fact]
    public async Task A_lost_cursor_costs_nothing_and_is_told_everywhere()
    {
        var address = App.Office.Person("cursor").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        var neighbour = await NeighbourAsync(ann, "cursor-neighbour");
        App.Office.Write(address, "before the cursor was lost");
        Assert.Equal(1, (await App.CheckAsync(mailbox)).New);
        App.Office.Simulator.Mailboxes.ExpireSyncStates(App.Office.Simulator.Mailboxes[address]!);
        App.Office.Write(address, "after the cursor was lost");
        var text = Texts(FaultCodes.CursorExpired);

        var line = await RefreshedAsync(address, neighbour, exitCode: 0);

        var notice = Assert.Single(line.GetProperty("notices").EnumerateArray());
        Assert.Equal(
            ("cursor-expired", text.Cause, text.Remedy, true, 1),
            (notice.GetProperty("kind").GetString(), notice.GetProperty("cause").GetString(), notice.GetProperty("remedy").GetString(), line.GetProperty("ok").GetBoolean(), line.GetProperty("new").GetInt32()));
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        Assert.Contains($"{text.Cause} {text.Remedy}", page, StringComparison.Ordinal);
        AssertLogged("MailboxReadAnew", mailbox, "cursor", text);
        Assert.Contains(App.Office.Simulator.RequestLog.Entries, e => e.Mailbox == address && e.Status == 410);
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_fetched_is_named_and_holds_up_no_other()
    {
        var address = App.Office.Person("poison").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        var neighbour = await NeighbourAsync(ann, "poison-neighbour");
        App.Office.Write(address, "the poisoned one");
        var poisoned = App.Office.Simulator.Mailboxes[address]!;
        var id = App.Office.Simulator.Mailboxes.IdOf(poisoned, poisoned.In("inbox")[0]);
        App.Office.Simulator.Faults.Add(new Fault { Id = "poison", Path = $"/v1.0/users/*/messages/{id}/$value", Status = 500, GraphCode = "ErrorInternalServerError" });
        App.Office.Write(address, "the good one");
        var text = Texts(FaultCodes.ProviderDown);

        var report = await App.CheckAsync(mailbox);
        var line = await RefreshedAsync(address, neighbour, exitCode: 0);

        Assert.Equal((1, null), (report.New, report.Fault));
        var notice = Assert.Single(line.GetProperty("notices").EnumerateArray());
        Assert.Equal(
            ("mail-waits", 1, text.Cause, text.Remedy, 1),
            (notice.GetProperty("kind").GetString(), notice.GetProperty("mails").GetInt32(), notice.GetProperty("cause").GetString(), notice.GetProperty("remedy").GetString(), line.GetProperty("waiting").GetInt32()));
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        Assert.Contains(text.Cause, page, StringComparison.Ordinal);
        Assert.Contains(text.Remedy, page, StringComparison.Ordinal);
        AssertLogged("MailWaits", mailbox, "poison", text);
        Assert.Contains(App.Office.Simulator.RequestLog.Entries, e => e.Fault == "poison" && e.Status == 500);
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
    }

    [Fact]
    public async Task The_history_of_a_mailbox_goes_back_a_year()
    {
        var address = App.Office.Person("history").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        App.Time.Advance(TimeSpan.FromDays(2)); // it is cleared once a day
        await using var db = App.Database();
        var now = App.Time.GetUtcNow();
        db.HealthEvents.AddRange(new[] { 366, 364 }.Select(days => new HealthEvent { MailboxId = mailbox, At = now.AddDays(-days), State = MailboxState.Healthy, Detail = $"{days} days ago" }));
        await db.SaveChangesAsync(Ct);

        App.Office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/{address}/*", Status = 503, GraphCode = "serviceNotAvailable" });
        await App.CheckAsync(mailbox);

        Assert.Equal(["364 days ago"], await db.HealthEvents.Where(e => e.MailboxId == mailbox && e.Detail!.EndsWith("days ago")).Select(e => e.Detail).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_is_named_as_ours_and_nothing_is_lost()
    {
        var address = App.Office.Person("disk").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        var incoming = Path.Combine(App.DataPath, "blobs", "incoming");
        App.Office.Write(address, "while the disk took nothing");

        // A file in the place of a folder refuses every write below it, also to the superuser.
        Directory.CreateDirectory(incoming); // no mail may have come through it yet
        Directory.Move(incoming, incoming + ".away");
        await File.WriteAllTextAsync(incoming, "", Ct);
        var refused = await App.CheckAsync(mailbox);
        File.Delete(incoming);
        Directory.Move(incoming + ".away", incoming);
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        var after = await App.CheckAsync(mailbox);

        Assert.Equal((FaultCodes.StorageFailed, 0), (refused.Fault?.Code, refused.New));
        Assert.Contains(incoming, refused.Fault!.Detail, StringComparison.Ordinal);
        Assert.Contains(Texts(FaultCodes.StorageFailed).Remedy, page, StringComparison.Ordinal);
        Assert.Equal((null, 1), (after.Fault, after.New));
    }

    private void AssertLogged(string name, MailEngine.MailboxId mailbox, string shortName, FaultText text)
    {
        var line = Assert.Single(App.Logs.GetSnapshot(), r => r.Id.Name == name && r.Message.Contains(mailbox.ToString(), StringComparison.Ordinal));
        Assert.Contains($"({shortName})", line.Message, StringComparison.Ordinal);
        Assert.Contains($"{text.Cause} {text.Remedy}", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("@", line.Message, StringComparison.Ordinal);
    }

    private async Task<string> NeighbourAsync(TernClient browser, string name)
    {
        var address = App.Office.Person(name).Mail;
        await App.ConnectAsync(browser, address);
        return address;
    }

    /// <summary>What the command tells of the first; the second, which has mail of its own, must not have been held up.</summary>
    private async Task<JsonElement> RefreshedAsync(string address, string neighbour, int exitCode)
    {
        App.Office.Write(neighbour, $"for {neighbour}");
        var (exit, output, error) = await App.RunTernAsync("mailbox", "refresh", address, neighbour, "--json");
        Assert.True(exit == exitCode, $"exit code {exit}: {output}{error}");
        using var json = JsonDocument.Parse(output);
        var lines = json.RootElement.GetProperty("mailboxes").EnumerateArray().ToDictionary(l => l.GetProperty("address").GetString()!);
        Assert.Equal((true, 1), (lines[neighbour].GetProperty("ok").GetBoolean(), lines[neighbour].GetProperty("new").GetInt32()));
        Assert.Contains(App.Office.Simulator.RequestLog.Entries, e => e.Mailbox == neighbour && e.Status == 200 && e.Path.EndsWith("/$value", StringComparison.Ordinal));
        return lines[address].Clone();
    }

    private async Task CaseAsync(
        string name,
        string code,
        string? providerCode,
        MailboxState state = MailboxState.ActionNeeded,
        string? tenant = null,
        string? clientId = null,
        string? secret = null,
        Fault? fault = null,
        bool exists = true,
        bool otherWorks = true)
    {
        var address = exists ? App.Office.Person(name).Mail : $"{name}@{App.Office.Tenant.MailDomain}";
        var other = App.Office.Person($"{name}-neighbour").Mail;
        if (fault is not null)
        {
            App.Office.Simulator.Faults.Add(fault);
        }

        var before = App.Office.Simulator.RequestLog.Total;
        using var ann = await App.SignInAsync();
        var neighbour = await App.EnterAsync(other);
        var mailbox = await App.EnterAsync(address, tenant, clientId, secret);
        var text = Texts(code);

        var report = await App.CheckAsync(mailbox);
        Assert.Equal((code, providerCode), (report.Fault?.Code, report.Fault?.ProviderCode));

        // What Microsoft saw: the refusal that is told, and nothing of a mailbox that there is no token for.
        var requests = App.Office.Simulator.RequestLog.Entries.Where(e => e.Number > before).ToList();
        var ofMailbox = requests.Where(e => Uri.UnescapeDataString(e.Path).StartsWith($"/v1.0/users/{address}", StringComparison.OrdinalIgnoreCase)).ToList();
        if (providerCode?.StartsWith("AADSTS", StringComparison.Ordinal) == true)
        {
            Assert.Contains(requests, e => e.Grant == "client_credentials" && e.Error == providerCode);
        }

        Assert.All(ofMailbox, e => Assert.Equal(providerCode, e.Error));
        Assert.Equal(providerCode is not null && !providerCode.StartsWith("AADSTS", StringComparison.Ordinal), ofMailbox.Count > 0);

        // The page: mailbox, cause, remedy.
        Assert.Equal(state, (await App.HealthAsync(mailbox)).State);
        var page = WebUtility.HtmlDecode(await ann.ReadAsync("/mailboxes"));
        var card = page[page.IndexOf($"data-mailbox=\"{address}\"", StringComparison.Ordinal)..];
        card = card[..card.IndexOf("</article>", StringComparison.Ordinal)];
        Assert.Contains(text.Cause, card, StringComparison.Ordinal);
        Assert.Contains(text.Remedy, card, StringComparison.Ordinal);

        // What Microsoft's support asks for: kept, and shown to be copied.
        if (providerCode is not null)
        {
            var row = await App.HealthAsync(mailbox);
            Assert.NotNull(row.FaultAt);
            Assert.All(new[] { row.RequestId, row.TraceId }, id => Assert.Contains($": {id}", card, StringComparison.Ordinal));
            Assert.Contains($": {row.FaultAt:yyyy-MM-dd HH:mm:ss}Z", card, StringComparison.Ordinal);
            await using var db = App.Database();
            Assert.Contains(await db.HealthEvents.Where(e => e.MailboxId == mailbox).ToListAsync(Ct), e => e.FaultCode == code && e.TraceId is not null);
        }

        // The log: the mailbox by id and short name, never by address; one line for one change.
        var line = Assert.Single(App.Logs.GetSnapshot(), r => r.Id.Name is "MailboxNeedsAction" or "MailboxInTrouble" && r.Message.Contains(mailbox.ToString(), StringComparison.Ordinal));
        Assert.Contains($"({name})", line.Message, StringComparison.Ordinal);
        Assert.Contains(text.Cause, line.Message, StringComparison.Ordinal);
        Assert.Contains(text.Remedy, line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("@", line.Message, StringComparison.Ordinal);

        // The command line, beside the running server; the healthy one is not hidden.
        App.Office.Write(other, $"for the neighbour of {name}");
        var (exitCode, output, error) = await App.RunTernAsync("mailbox", "refresh", address, other, "--json");
        Assert.True(exitCode == 1, $"exit code {exitCode}: {output}{error}");
        using var json = JsonDocument.Parse(output);
        var lines = json.RootElement.GetProperty("mailboxes").EnumerateArray().ToDictionary(l => l.GetProperty("address").GetString()!);
        Assert.False(lines[address].GetProperty("ok").GetBoolean());
        var cause = lines[address].GetProperty("error").GetProperty("cause").GetString();
        Assert.True(cause == text.Cause, $"{cause}\n{output}{error}\n{string.Join('\n', App.Logs.GetSnapshot().TakeLast(60).Select(r => $"{r.Timestamp:HH:mm:ss.fff} {r.Message} {r.Exception?.Message}"))}");
        Assert.Equal(text.Remedy, lines[address].GetProperty("error").GetProperty("remedy").GetString());
        Assert.Equal(otherWorks, lines[other].GetProperty("ok").GetBoolean());
        Assert.Equal(otherWorks ? MailboxState.Healthy : state, (await App.HealthAsync(neighbour)).State);
        if (otherWorks)
        {
            Assert.Contains(App.Office.Simulator.RequestLog.Entries, e => e.Mailbox == other && e.Status == 200 && e.Path.EndsWith("/$value", StringComparison.Ordinal));
        }
    }

    private FaultText Texts(string code) => App.Services.GetRequiredService<FaultTexts>().Of(code);
}

public sealed class BadDaysOnSqlite(SqliteApp app) : BadDaysTests<SqliteApp>(app);

public sealed class BadDaysOnPostgreSql(PostgreSqlApp app) : BadDaysTests<PostgreSqlApp>(app);
