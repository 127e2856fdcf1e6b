using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>What an agent writes goes to whom the composer says, whichever key sends it and whatever comes in meanwhile.</summary>
public sealed class ComposerTests(Browser browser) : IClassFixture<Browser>
{
    private const string Carla = "carla@customer.example";
    private const string Alias = "help@contoso.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_stays_inside_whichever_key_adds_it()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync();
        await town.OpenAsync();
        await AskAsync(town, "asked");
        await using var context = await browser.NewAsync();
        var page = await OpenAsync(context, town);
        var text = page.Locator("#composer-text");

        await page.Locator("[name=Mode][value=note]").CheckAsync();
        await text.FillAsync("He never pays.");
        await text.PressAsync("Control+Enter");
        await page.Locator("#thread .message.note").GetByText("He never pays.").WaitForAsync();
        await text.FillAsync("Ask the lawyer first.");
        await page.Locator("[name=Mode][value=note]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#thread .message.note").GetByText("Ask the lawyer first.").WaitForAsync();

        // A note that was begun is a note again when the page is opened anew.
        await text.FillAsync("Half a");
        await Assertions.Expect(page.Locator("[data-draft-saved]")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(text).ToHaveValueAsync("Half a");
        await Assertions.Expect(page.Locator("[name=Mode][value=note]")).ToBeCheckedAsync();

        await page.Locator("[name=Mode][value=reply]").CheckAsync();
        await text.FillAsync("It left this morning.");
        await text.PressAsync("Control+Enter");
        await page.Locator("#thread .message.reply").GetByText("It left this morning.").WaitForAsync();
        await Town.UntilAsync(async () => await ReceivedAsync(town) > 0, () => $"No answer came.\n{town.Log}");
        Assert.Equal(1, await ReceivedAsync(town));
        Assert.Equal(1, await OutboxAsync(town));
    }

    [Fact]
    public async Task The_copies_are_those_of_the_mail_that_is_answered_and_each_mail_chooses_its_sender_anew()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync();
        await town.OpenAsync();
        await AskAsync(town, "asked");
        await using var context = await browser.NewAsync();
        var page = await OpenAsync(context, town);
        await AddAliasAsync(page, town);
        await page.GotoAsync($"{town.DeskUrl}/tickets/1");
        await Assertions.Expect(page.Locator(".copies")).ToBeHiddenAsync();

        await AskAsync(town, "second", "paul@customer.example, maria@customer.example");
        var copies = page.Locator(".copies .chip");
        await Assertions.Expect(copies).ToHaveTextAsync(["paul@customer.example", "maria@customer.example"], new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[name=Mode][value=all]")).ToBeCheckedAsync();
        await copies.First.Locator("input").UncheckAsync();
        await AskAsync(town, "third", "paul@customer.example, nina@customer.example");
        await Assertions.Expect(copies).ToHaveTextAsync(["paul@customer.example", "nina@customer.example"], new() { Timeout = 30_000 });
        await Assertions.Expect(copies.First.Locator("input")).Not.ToBeCheckedAsync();

        await page.Locator(".more-addresses > summary").ClickAsync();
        await page.Locator("[name=From]").SelectOptionAsync(Alias);
        await page.Locator("#composer-text").FillAsync("To you two.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        var answer = page.Locator("#thread .message.reply", new() { HasText = "To you two." });
        await Assertions.Expect(answer.Locator(".message-route").First).ToContainTextAsync($"{Carla}, nina@customer.example");
        await Assertions.Expect(answer.Locator(".message-route").First).ToHaveAttributeAsync("title", Alias);
        await Assertions.Expect(page.Locator("[name=From]")).ToHaveValueAsync(Town.Support);

        // Whoever goes back after a new mail writes another one, under another key.
        await page.GotoAsync($"{town.DeskUrl}/tickets/new");
        var key = await page.Locator("[name=Key]").InputValueAsync();
        await page.Locator("[name=To]").FillAsync("nina@customer.example");
        await page.Locator("[name=Subject]").FillAsync("Your contract");
        await page.Locator("#composer-text").FillAsync("It ends in May.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.WaitForURLAsync("**/tickets/2?view=pending");
        await page.GoBackAsync();
        await page.WaitForURLAsync("**/tickets/new");
        await Assertions.Expect(page.Locator("[name=Key]")).Not.ToHaveValueAsync(key);
        await Assertions.Expect(page.Locator("#composer-text")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_new_mail_whose_answer_was_lost_leaves_once_also_when_the_page_is_opened_again()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync();
        await town.OpenAsync();
        await AskAsync(town, "asked");
        await using var context = await browser.NewAsync();
        var page = await OpenAsync(context, town);
        await FillAsync();
        await Assertions.Expect(page.Locator("[data-draft-saved]")).ToBeVisibleAsync();
        await page.RouteAsync("**/tickets/new", async route =>
        {
            // It arrives, and what the desk says to it is lost on the way back.
            await route.FetchAsync(new() { MaxRedirects = 0 });
            await route.AbortAsync();
        });
        await page.Locator(".send").ClickAsync();
        await Town.UntilAsync(async () => await ReceivedAsync(town) > 0, () => $"No mail came.\n{town.Log}");
        await page.UnrouteAllAsync();

        // That it failed stays said, also when the page has heard of the new ticket and fetched it.
        await page.Locator(".rail-list a", new() { HasText = "Pending" }).Locator(".count").GetByText("1").WaitForAsync();
        await Assertions.Expect(page.Locator("#trouble")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#composer-text")).ToHaveValueAsync("It left this morning.");
        await Assertions.Expect(page.Locator("[name=Subject]")).ToHaveValueAsync("Your bicycle");
        await page.Locator(".send").ClickAsync();
        await page.WaitForURLAsync("**/tickets/2?**");
        Assert.Equal(1, await OutboxAsync(town));

        // The next one is another mail.
        await FillAsync();
        await page.Locator(".send").ClickAsync();
        await page.WaitForURLAsync("**/tickets/3?**");
        Assert.Equal(2, await OutboxAsync(town));

        async Task FillAsync()
        {
            await page.GotoAsync($"{town.DeskUrl}/tickets/new");
            await Assertions.Expect(page.Locator("#composer-text")).ToHaveValueAsync("");
            await page.Locator("[name=To]").FillAsync(Carla);
            await page.Locator("[name=Subject]").FillAsync("Your bicycle");
            await page.Locator("#composer-text").FillAsync("It left this morning.");
        }
    }

    [Fact]
    public async Task An_answer_that_was_changed_after_its_confirmation_was_lost_leaves_as_well_once_the_agent_says_so()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync();
        await town.OpenAsync();
        await AskAsync(town, "asked");
        await using var context = await browser.NewAsync();
        var page = await OpenAsync(context, town);
        var text = page.Locator("#composer-text");
        await page.RouteAsync("**/reply?**", async route =>
        {
            await route.FetchAsync(new() { MaxRedirects = 0 });
            await route.AbortAsync();
        });
        await text.FillAsync("It left this morning.");
        await page.Locator(".send.for-reply").ClickAsync();
        await Assertions.Expect(page.Locator("#trouble")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        Assert.Equal(1, await OutboxAsync(town));

        await text.FillAsync("It left this evening.");
        await page.Locator(".send.for-reply").ClickAsync();
        await page.GetByText("Your answer has left before and stands above").WaitForAsync();
        await page.Locator("[name=Anew]").ClickAsync();
        await page.Locator("[name=Confirmed]").ClickAsync(); // the first answer is news to this page
        await Assertions.Expect(text).ToHaveValueAsync("");
        await page.Locator("#thread .message.reply").GetByText("It left this evening.").WaitForAsync();
        Assert.Equal(2, await OutboxAsync(town));

        await text.FillAsync("And it has arrived.");
        await page.Locator(".send.for-reply").ClickAsync();
        await page.Locator("#thread .message.reply").GetByText("And it has arrived.").WaitForAsync();
        Assert.Equal(3, await OutboxAsync(town));
    }

    [Fact]
    public async Task What_became_of_an_answer_is_told_though_another_ticket_was_opened_meanwhile()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync();
        await town.OpenAsync();
        await AskAsync(town, "asked");
        await AskAsync(town, "asked", subject: "And my helmet?", message: "helmet");
        await using var context = await browser.NewAsync();
        var page = await OpenAsync(context, town);
        var text = page.Locator("#composer-text");

        // Which of two mails that came together is the first ticket is not said.
        var draft = (await page.Locator("#composer").GetAttributeAsync("data-draft"))!;
        var number = draft.Split(':')[^1];
        var other = page.Locator($"#composer:not([data-draft=\"{draft}\"])");
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/reply?**", async route =>
        {
            await held.Task;
            await route.AbortAsync();
        });
        await text.FillAsync("It left this morning.");
        await Assertions.Expect(page.Locator("[data-draft-saved]")).ToBeVisibleAsync();
        await page.Locator(".send.for-reply").ClickAsync();
        await Assertions.Expect(text).Not.ToBeEditableAsync();
        await page.GetByText("And my helmet?").First.ClickAsync();
        await other.WaitForAsync();
        held.SetResult();

        await page.Locator("#unsent a").GetByText($"What you wrote in ticket #{number} has not been sent.").ClickAsync();
        await page.WaitForURLAsync($"**/tickets/{number}?**");
        await Assertions.Expect(text).ToHaveValueAsync("It left this morning.");

        // The other way: it leaves, and is no draft any more.
        await page.UnrouteAllAsync();
        var slow = new TaskCompletionSource();
        await page.RouteAsync("**/reply?**", async route =>
        {
            await slow.Task;
            await route.ContinueAsync();
        });
        await page.Locator(".send.for-reply").ClickAsync();
        await page.GetByText("And my helmet?").First.ClickAsync();
        await other.WaitForAsync();
        slow.SetResult();
        await Town.UntilAsync(async () => await ReceivedAsync(town) > 0, () => $"No answer came.\n{town.Log}");
        await page.GotoAsync($"{town.DeskUrl}/tickets/{number}");
        await Assertions.Expect(text).ToHaveValueAsync("");
        await Assertions.Expect(text).ToBeEditableAsync();
        Assert.Equal(1, await OutboxAsync(town));
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, Town town)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{town.DeskUrl}/sign-in");
        await page.Locator("input[name=Email]").FillAsync(Town.Agent);
        await page.Locator("input[name=Password]").FillAsync(Town.Password);
        await page.Locator("form button.primary").ClickAsync();
        await page.GetByText("Where is my bicycle?").First.ClickAsync(new() { Timeout = 30_000 });
        await page.Locator("#composer").WaitForAsync();
        return page;
    }

    private static async Task AddAliasAsync(IPage page, Town town)
    {
        await page.GotoAsync($"{town.DeskUrl}/mailboxes");
        await page.GetByRole(AriaRole.Link, new() { Name = Town.Support }).ClickAsync();
        await page.Locator("#settings summary").ClickAsync();
        await page.Locator("[name=FurtherSenders]").FillAsync(Alias);
        await page.Locator("#settings button.primary").ClickAsync();
        await page.WaitForURLAsync("**said=Saved**");
    }

    private static async Task AskAsync(Town town, string id, string? copies = null, string subject = "Where is my bicycle?", string? message = null) => await town.SendAsync(
        Encoding.UTF8.GetBytes(
            $"From: Carla Customer <{Carla}>\r\nTo: {Town.Support}\r\n{(copies is null ? "" : $"Cc: {copies}\r\n")}Subject: {subject}\r\nMessage-ID: <{message ?? id}@customer.example>\r\n" +
            $"{(id == "asked" ? "" : "In-Reply-To: <asked@customer.example>\r\n")}Date: Mon, 23 Nov 2026 09:00:00 +0100\r\n\r\nIt should have been here on Monday ({id}).\r\n"),
        Town.Support);

    private static async Task<int> ReceivedAsync(Town town) =>
        (await town.Http.GetStringAsync(new Uri($"{town.SimulatorUrl}/customers/{Carla}"), Ct)).Split("<li><a href=\"/customers/").Length - 1;

    private static async Task<int> OutboxAsync(Town town)
    {
        await using var connection = await town.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM outbox";
        return Convert.ToInt32(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }
}
