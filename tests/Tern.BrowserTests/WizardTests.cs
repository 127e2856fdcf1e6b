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
        await ann.Page.SetViewportSizeAsync(1280, 800);
        await ann.PressAsync("Save and check");
        await ann.SeeAsync("credential", "ok");
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Heading, new() { Name = "What the check found" })).ToBeInViewportAsync();
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
        await ann.PressAsync("Preview");
        await ann.Page.GetByText("Where is my bicycle?").WaitForAsync();
        await ann.LookAsync("7-import");
        await ann.PressAsync("Connect, and begin with everything");

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

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task By_a_sign_in_with_Microsoft_after_a_wrong_account_was_refused(Store store)
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync(store);
        await town.AddAgentAsync();
        await town.StartDeskAsync();
        await town.ControlAsync("/_sim/users", new JsonObject { ["tenant"] = "contoso.example", ["name"] = "somebody" });
        await using var context = await browser.NewAsync();
        var ann = await Administrator.SignInAsync(town, context, "wizard-person");
        var clientId = await ann.RegisterAsync("Tern");
        await town.ControlAsync($"/_sim/apps/{clientId}/secrets", new JsonObject { ["value"] = Town.Secret, ["ends"] = "2036-12-31T00:00:00Z" });

        await ann.BeginAsync(Town.Support);
        await ann.Page.Locator("input[name=Administrator][value=false]").CheckAsync();
        await ann.PressAsync("Continue");
        await ann.AtAsync("Register Tern in Microsoft Entra");
        await ann.Page.Locator("input[name=Proof][value=Secret]").CheckAsync();
        await ann.PressAsync("Continue");
        await ann.EnterRegistrationAsync(clientId);
        await ann.Page.Locator("input[name=Secret]").FillAsync(Town.Secret);
        await ann.LookAsync("3-registration");
        await ann.PressAsync("Save and check");
        await ann.SeeAsync("credential", "ok");
        await ann.ContinueAsync("The tenant allows it");
        await ann.LookAsync("4-consent");

        await ann.SignInWithMicrosoftAsync("somebody@contoso.example");
        await ann.AtAsync("Sign in with Microsoft");
        await ann.Page.GetByText("somebody@contoso.example (").First.WaitForAsync();
        await ann.LookAsync("4-wrong-account");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Back to connecting the mailbox" }).ClickAsync();
        await ann.SignInWithMicrosoftAsync(Town.Support);
        await ann.AtAsync("The tenant allows it");
        await ann.SeeAsync("permissions", "ok");
        await ann.LookAsync("4-signed-in");
        await ann.ContinueAsync("Look at the mailbox");

        await ann.PressAsync("Look at the mailbox");
        await ann.SeeAsync("write", "ok");
        await ann.ContinueAsync("How far does Tern reach?");
        await ann.LookAsync("6-scope");
        await ann.PressAsync("Continue");
        await ann.AtAsync("What becomes of the mail that is there?");
        await ann.Page.Locator("input[name=Import][value=days]").CheckAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Connect, and begin with the last days" }).WaitForAsync();
        await ann.Page.Locator("input[name=Import][value=now]").CheckAsync();
        await ann.PressAsync("Connect, and begin from now on");
        await ann.AtAsync("Prove both ways");
        await ann.PressAsync("Send the test mail");
        await ann.Page.GetByText("Both ways work").WaitForAsync(new() { Timeout = 60_000 });
        await ann.PressAsync("To the mailbox");
        await ann.Page.GetByText("The mailbox is connected.").First.WaitForAsync();

        await town.SendAsync(Encoding.UTF8.GetBytes("From: Carla Customer <carla@customer.example>\r\nTo: support@contoso.example\r\nSubject: Where is my bicycle?\r\nMessage-ID: <b@customer.example>\r\n\r\nIt should have been here on Monday.\r\n"), Town.Support);
        await ann.Page.GotoAsync($"{town.DeskUrl}/?view=all");
        await ann.Page.GetByText("Where is my bicycle?").First.WaitForAsync(new() { Timeout = 30_000 });
        Assert.True(ann.Found.Count == 0, string.Join('\n', ann.Found));
    }

    [Fact]
    public async Task With_each_step_failing_once()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        const string Sales = "sales@contoso.example";
        await using var town = await Town.StartAsync();
        await town.OpenAsync(); // support@ is connected already
        await town.ControlAsync("/_sim/users", new JsonObject { ["tenant"] = "contoso.example", ["name"] = "sales" });
        await town.ControlAsync("/_sim/users", new JsonObject { ["tenant"] = "contoso.example", ["name"] = "ceo" });
        await town.ChangeAsync($"/_sim/users/{Sales}", new JsonObject { ["isLicensed"] = false });
        await using var context = await browser.NewAsync();
        var ann = await Administrator.SignInAsync(town, context, "wizard-fails");
        var clientId = await ann.RegisterAsync("Sales");
        await town.ControlAsync($"/_sim/apps/{clientId}/secrets", new JsonObject { ["value"] = Town.Secret, ["ends"] = "2036-12-31T00:00:00Z" });

        // 1: a page of the network stands between.
        await town.ControlAsync("/_sim/faults", new JsonObject { ["id"] = "captive", ["path"] = "*", ["status"] = 200, ["contentType"] = "text/html", ["body"] = "<html>Welcome to the hotel</html>" });
        await ann.Page.GotoAsync($"{town.DeskUrl}/mailboxes/connect");
        await ann.PressAsync("Start");
        await ann.SeeAsync("entra", "failed");
        await ann.LookAsync("1-preflight");
        await town.MendAsync();
        await ann.Page.Locator("#preflight-form button").ClickAsync();
        await ann.SeeAsync("entra", "ok");
        await ann.ContinueAsync("Which mailbox, and how is Tern let in?");

        // 2: connected already.
        await ann.Page.Locator("input[name=Address]").FillAsync(Town.Support);
        await ann.PressAsync("Continue");
        await ann.Page.Locator(".note.bad").First.WaitForAsync();
        await ann.LookAsync("2-way");
        await ann.Page.Locator("input[name=Address]").FillAsync(Sales);
        await ann.PressAsync("Continue");

        // 3: the secret's ID in place of its value, then a wrong one.
        await ann.AtAsync("Register Tern in Microsoft Entra");
        await ann.Page.Locator("input[name=Proof][value=Secret]").CheckAsync();
        await ann.PressAsync("Continue");
        await ann.EnterRegistrationAsync(clientId);
        await ann.Page.Locator("input[name=Secret]").FillAsync("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        await ann.PressAsync("Save and check");
        await ann.Page.GetByText("This is the ID of the secret, not its value.").WaitForAsync();
        await ann.LookAsync("3-secret-id");
        await ann.Page.Locator("input[name=Secret]").FillAsync("mistyped");
        await ann.PressAsync("Save and check");
        await ann.SeeAsync("credential", "failed");
        await ann.LookAsync("3-registration");
        await ann.Page.Locator("input[name=Secret]").FillAsync(Town.Secret);
        await ann.PressAsync("Check again");
        await ann.SeeAsync("credential", "ok");
        await ann.ContinueAsync("The tenant allows it");

        // 4: refused at Microsoft, and therefore not there.
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Grant consent as administrator" }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await ann.AtAsync("The tenant allows it");
        await ann.Page.GetByText("Consent was not given, on").WaitForAsync();
        await ann.PressAsync("Check the consent");
        await ann.SeeAsync("permissions", "failed");
        await ann.LookAsync("4-consent");

        // Left, found again under Mailboxes, and not discarded by one press.
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Go on later" }).ClickAsync();
        await ann.Page.GetByText("Begun and not finished").WaitForAsync();
        await ann.LookAsync("4-unfinished");
        await ann.Page.GetByText("Discard", new() { Exact = true }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Discard it" }).WaitForAsync();
        await ann.LookAsync("4-discard");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Go on", Exact = true }).ClickAsync();
        await ann.PressAsync("Make a new link");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Grant consent as administrator" }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await ann.SeeAsync("permissions", "ok");
        await ann.ContinueAsync("Look at the mailbox");

        // 5: no licence.
        await ann.PressAsync("Look at the mailbox");
        await ann.SeeAsync("mailbox", "failed");
        await ann.LookAsync("5-mailbox");
        await town.ChangeAsync($"/_sim/users/{Sales}", new JsonObject { ["isLicensed"] = true });
        await ann.PressAsync("Check again");
        await ann.SeeAsync("write", "ok");
        await ann.ContinueAsync("How far does Tern reach?");

        // 6: everything is open.
        await ann.Page.Locator("input[name=Forbidden]").FillAsync("ceo@contoso.example");
        await ann.PressAsync("See whether it is refused");
        await ann.SeeAsync("scope", "failed");
        await ann.LookAsync("6-scope");
        await town.ChangeAsync($"/_sim/apps/{clientId}", new JsonObject { ["allowedMailboxes"] = new JsonArray(Sales) });
        await ann.PressAsync("Check again");
        await ann.SeeAsync("scope", "ok");
        await ann.ContinueAsync("What becomes of the mail that is there?");

        // 7: Graph has a bad moment.
        await town.ControlAsync("/_sim/faults", new JsonObject { ["id"] = "bad-moment", ["path"] = "*/messages*", ["status"] = 503, ["graphCode"] = "serviceNotAvailable" });
        await ann.Page.Locator("input[name=Import][value=all]").CheckAsync();
        await ann.PressAsync("Preview");
        await ann.SeeAsync("read", "failed");
        await ann.LookAsync("7-import");
        await town.MendAsync();
        await ann.PressAsync("Preview");
        await ann.Page.GetByText("Nothing of what is there becomes a ticket").WaitForAsync();
        await ann.PressAsync("Connect, and begin with everything");

        // 8: sending is refused.
        await ann.AtAsync("Prove both ways");
        await town.ControlAsync("/_sim/faults", new JsonObject { ["id"] = "refused", ["path"] = "*/sendMail", ["status"] = 403, ["graphCode"] = "ErrorAccessDenied" });
        await ann.PressAsync("Send the test mail");
        await ann.Failed.First.WaitForAsync();
        await ann.LookAsync("8-proof");
        await town.MendAsync();
        await ann.PressAsync("Try again");
        await ann.Page.GetByText("Both ways work").WaitForAsync(new() { Timeout = 60_000 });
        await ann.PressAsync("To the mailbox");
        await ann.Page.GetByText("The mailbox is connected.").First.WaitForAsync();
        Assert.True(ann.Found.Count == 0, string.Join('\n', ann.Found));
    }

    [Fact]
    public async Task By_a_code_that_is_entered_at_another_screen()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync();
        await town.AddAgentAsync();
        await town.StartDeskAsync();
        await using var context = await browser.NewAsync();
        var ann = await Administrator.SignInAsync(town, context, "wizard-device");
        var app = await town.ControlAsync("/_sim/apps", new JsonObject
        {
            ["tenant"] = "contoso.example",
            ["name"] = "Device",
            ["delegatedPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send", "User.Read"),
            ["isPublicClient"] = true,
            ["adminConsent"] = true,
        });

        await ann.BeginAsync(Town.Support);
        await ann.Page.Locator("input[name=Administrator][value=false]").CheckAsync();
        await ann.Page.Locator("input[name=ComesBack][value=false]").CheckAsync();
        await ann.PressAsync("Continue");
        await ann.AtAsync("Register Tern in Microsoft Entra");
        await ann.EnterRegistrationAsync(app!["clientId"]!.GetValue<string>());
        await ann.LookAsync("3-registration");
        await ann.PressAsync("Save and check");
        await ann.SeeAsync("tenant", "ok");
        await ann.ContinueAsync("The tenant allows it");
        await ann.Page.GetByRole(AriaRole.Link, new() { Name = "Get a code" }).ClickAsync();
        await ann.PressAsync("Get a code");
        var code = await ann.Page.Locator(".device-code").InnerTextAsync();
        await ann.LookAsync("4-device");
        await town.ControlAsync($"/_sim/device-codes/{code}/approve", new JsonObject { ["user"] = Town.Support });

        // The page looks by itself, at Microsoft's pace.
        await ann.Page.GetByRole(AriaRole.Heading, new() { Name = "The tenant allows it", Exact = true }).WaitForAsync(new() { Timeout = 30_000 });
        await ann.SeeAsync("sign-in", "ok");
        Assert.True(ann.Found.Count == 0, string.Join('\n', ann.Found));
    }
}
