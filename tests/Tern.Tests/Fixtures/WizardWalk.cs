using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.MailEngine;

namespace Tern.Tests.Fixtures;

/// <summary>An administrator who connects a mailbox, step by step, without scripts.</summary>
internal sealed class WizardWalk
{
    private readonly TernApp _app;
    private readonly TernClient _browser;
    private readonly string _token;

    private WizardWalk(TernApp app, TernClient browser, string path, string token) => (_app, _browser, Path, _token) = (app, browser, path, token);

    /// <summary>The setup's address, without a step.</summary>
    internal string Path { get; }

    internal MailboxSetupId Id => new(Guid.Parse(Path.Split('/')[^1]));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<WizardWalk> BeginAsync(TernApp app, TernClient browser)
    {
        var token = await browser.TokenAsync("/mailboxes/connect");
        var begun = await browser.PostWithTokenAsync("/mailboxes/connect", token);
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        var path = begun.Headers.Location!.OriginalString;
        return new WizardWalk(app, browser, path[..path.LastIndexOf('/')], token);
    }

    /// <summary>Sends a step's form.</summary>
    internal Task<HttpResponseMessage> PostAsync(string step, params (string Name, string Value)[] fields) => _browser.PostWithTokenAsync($"{Path}/{step}", _token, fields);

    /// <summary>The same, and it must lead on.</summary>
    internal async Task<string> TakeAsync(string step, params (string Name, string Value)[] fields)
    {
        var response = await PostAsync(step, fields);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, $"{step}: {response.StatusCode} {string.Join('\n', _app.Logs.GetSnapshot().Select(l => l.Exception).OfType<Exception>().TakeLast(1))} {await response.Content.ReadAsStringAsync(Ct)}");
        return response.Headers.Location!.OriginalString;
    }

    internal async Task<string> ReadAsync(string step) => WebUtility.HtmlDecode(await _browser.ReadAsync($"{Path}/{step}"));

    /// <summary>Where the setup stands.</summary>
    internal async Task<SetupAnswers> AnswersAsync()
    {
        var id = Id;
        await using var db = _app.Database();
        return SetupAnswers.Read(await db.MailboxSetups.Where(s => s.Id == id).Select(s => s.Answers).SingleAsync(Ct));
    }

    /// <summary>How one line of a step's check stands.</summary>
    internal async Task<CheckLine> LineAsync(SetupStep step, string name) => Assert.Single((await AnswersAsync()).ChecksOf(step), line => line.Name == name);

    /// <summary>Goes on from the preflight to a step, knowingly past whatever fails.</summary>
    internal async Task<WizardWalk> ToAsync(SetupStep step, string address, params (string Name, string Value)[] changes)
    {
        var entered = new Dictionary<string, string>
        {
            ["Way"] = "App",
            ["Shared"] = "false",
            ["Tenant"] = _app.Office.Tenant.Id,
            ["ClientId"] = _app.Office.App.ClientId,
            ["Proof"] = "Secret",
            ["Secret"] = Office.Secret,
            ["DisplayName"] = "",
        };
        foreach (var (name, value) in changes)
        {
            entered[name] = value;
        }

        (string, string) Of(string name) => (name, entered[name]);
        Func<Task>[] steps =
        [
            () => TakeAsync("preflight", ("Anyway", "true")),
            () => TakeAsync("way", ("Address", address), ("Administrator", "true"), ("ComesBack", "true"), Of("Shared"), Of("Way")),
            async () =>
            {
                await TakeAsync("registration/proof", Of("Proof"));
                await TakeAsync("registration", Of("Tenant"), Of("ClientId"), Of("Secret"), ("Anyway", "true"));
            },
            () => TakeAsync("consent", ("Anyway", "true")),
            () => TakeAsync("mailbox", ("Address", address), Of("DisplayName"), ("Anyway", "true")),
            () => TakeAsync("scope/skip"),
        ];
        foreach (var take in steps.Take((int)step))
        {
            await take();
        }

        return this;
    }

    /// <summary>Confirms the first import; from then on there is a mailbox.</summary>
    internal async Task<MailboxId> ConnectAsync(string import = "all")
    {
        Assert.Equal($"{Path}/proof", await TakeAsync("import/begin", ("Import", import)));
        var id = Id;
        await using var db = _app.Database();
        return (await db.MailboxSetups.Where(s => s.Id == id).Select(s => s.MailboxId).SingleAsync(Ct))!.Value;
    }
}
