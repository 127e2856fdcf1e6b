using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>A mailbox is connected in the browser, from an empty desk to the first ticket.</summary>
public sealed class WizardTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task As_the_application_with_a_certificate_of_its_own_and_consent_by_a_link_that_was_sent_on(Store store)
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync(store);
        await town.AddAgentAsync();
        await town.StartDeskAsync();
        await town.ControlAsync("/_sim/users", new JsonObject { ["tenant"] = "contoso.example", ["name"] = "ceo" });
        await town.SendAsync(Encoding.UTF8.GetBytes("From: Carla Customer <carla@customer.example>\r\nTo: support@contoso.example\r\nSubject: Where is my bicycle?\r\nMessage-ID: <b@customer.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\n\r\nIt should have been here on Monday.\r\n"), Town.Support);
        await using var context = await browser.NewAsync();
        var ann = await Administrator.SignInAsync(town, context, "wizard-app");
        var clientId = await ann.RegisterAsync("Tern");

        await ann.Page.GotoAsync($"{town.DeskUrl}/mailboxes/connect");
        await ann.LookAsync("0-start");
        await ann.PressAsync("Start");
        await ann.SeeAsync("graph", "ok");
        await ann.LookAsync("1-preflight");
        await ann.ContinueAsync("Which mailbox, and how is Tern let in?");
        await ann.Page.Locator("input[name=Address]").FillAsync(Town.Support);
        await ann.LookAsync("2-way");
        await ann.PressAsync("Continue");

        await ann.AtAsync("Register Tern in Microsoft Entra");
        await ann.LookAsync("3-proof");
        await ann.PressAsync("Continue");
        await ann.UploadCertificateAsync(clientId, await ann.DownloadAsync("tern.cer"));
        await ann.EnterRegistrationAsync(clientId);
        await ann.LookAsync("3-registration");
        await ann.PressAsync("Save and check");
        await ann.SeeAsync("credential", "ok");
        await ann.LookAsync("3-registered");
        await ann.ContinueAsync("The tenant allows it");

        // Somebody else, who has no account here, opens the link that was sent on; this page sees it by itself.
        await ann.LookAsync("4-consent");
        await using (var elsewhere = await browser.NewAsync())
        {
            var boss = await elsewhere.NewPageAsync();
            await boss.GotoAsync((await ann.Page.Locator("[data-copy*=adminconsent]").GetAttributeAsync("data-copy"))!);
            await boss.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
            await boss.GetByText("You may close this window").WaitForAsync();
            ann.Found.AddRange(await Screens.LookAsync(boss, "wizard-app-4-thanks-light-1400", withAxe: true));
        }

        await ann.Page.GetByText("Consent was given on").WaitForAsync();
        await ann.PressAsync("Check the consent");
        await ann.SeeAsync("permissions", "ok");
        await ann.LookAsync("4-consented");
        await ann.ContinueAsync("Look at the mailbox");

        await ann.Page.Locator("input[name=DisplayName]").FillAsync("Contoso Support");
        await ann.PressAsync("Look at the mailbox");
        await ann.SeeAsync("write", "ok");
        await ann.LookAsync("5-mailbox");
        await ann.ContinueAsync("How far does Tern reach?");

        await ann.Page.Locator("input[name=Forbidden]").FillAsync("ceo@contoso.example");
        await ann.PressAsync("See whether it is refused");
        await ann.SeeAsync("scope", "failed");
        await ann.LookAsync("6-scope-open");
        using (var narrowed = await town.Http.PatchAsJsonAsync($"{town.SimulatorUrl}/_sim/apps/{clientId}", new { allowedMailboxes = new[] { Town.Support } }, TestContext.Current.CancellationToken))
        {
            narrowed.EnsureSuccessStatusCode();
        }

        await ann.PressAsync("Check again");
        await ann.SeeAsync("scope", "ok");
        await ann.ContinueAsync("What becomes of the mail that is there?");

        await ann.Page.Locator("input[name=Import][value=all]").CheckAsync();
        await ann.PressAsync("Look what that would be");
        await ann.Page.GetByText("Where is my bicycle?").WaitForAsync();
        await ann.LookAsync("7-import");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Connect, and begin with" }).ClickAsync();

        await ann.AtAsync("Prove both ways");
        await ann.PressAsync("Send the test mail");
        await ann.Page.Locator(".trip").WaitForAsync();
        await ann.LookAsync("8-proof-waiting");
        await ann.Page.GetByText("Both ways work").WaitForAsync(new() { Timeout = 60_000 });
        await ann.LookAsync("8-proof");
        await ann.PressAsync("To the mailbox");
        await ann.Page.GetByText("The mailbox is connected.").First.WaitForAsync();

        await ann.Page.GotoAsync($"{town.DeskUrl}/?view=all");
        await ann.Page.GetByText("Where is my bicycle?").First.ClickAsync();
        await ann.Page.GetByText("It should have been here on Monday.").Last.WaitForAsync();
        Assert.True(ann.Found.Count == 0, string.Join('\n', ann.Found));
    }
}
