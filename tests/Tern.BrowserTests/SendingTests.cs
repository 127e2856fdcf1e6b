using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>An agent answers everybody, passes on, begins a ticket, and reads what came back; on a desk and on a phone, light and dark.</summary>
public sealed class SendingTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>A picture from the clipboard; everything that is copied from a screen is called image.png.</summary>
    private const string Paste =
        """
        async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 90 });
          const pen = canvas.getContext("2d");
          pen.fillStyle = "teal";
          pen.fillRect(0, 0, 160, 90);
          const picture = await new Promise(done => canvas.toBlob(done, "image/png"));
          const data = new DataTransfer();
          data.items.add(new File([picture], "image.png", { type: "image/png" }));
          document.querySelector("#composer-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """;

    private const string Carla = "carla@customer.example";
    private readonly List<string> _found = [];

    [Fact]
    public async Task To_all_passed_on_begun_and_come_back()
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync();
        await town.OpenAsync();
        await town.SendAsync(
            Encoding.UTF8.GetBytes(
                $"From: Carla Customer <{Carla}>\r\nTo: {Town.Support}\r\nCc: Paul <paul@customer.example>, Maria <maria.von.und.zu.hohenstein@customer.example>\r\nSubject: Where is my bicycle?\r\n" +
                "Message-ID: <asked@customer.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
                "It should have been here on Monday.\r\n--m\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=order.pdf\r\n\r\nPDF\r\n--m--\r\n"),
            Town.Support);
        await town.TernAsync("", "mailbox", "refresh", "--all");
        using (var bounce = await town.Http.PutAsJsonAsync(new Uri($"{town.SimulatorUrl}/_sim/customers/paul@customer.example/bounce"), new JsonObject { ["says"] = "550 5.1.1 User unknown" }, TestContext.Current.CancellationToken))
        {
            bounce.EnsureSuccessStatusCode();
        }

        await using var context = await browser.NewAsync();
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _found.Add(error);
        await SignInAsync(page, town);

        // To all, with a blind copy; an address that is none is named and nothing typed is lost.
        await page.GotoAsync($"{town.DeskUrl}/tickets/1");
        await LookAsync(page, "composer");
        await page.GetByText("Cc, Bcc").ClickAsync();
        await page.Locator("input[name=Bcc]").FillAsync("boss@contoso");
        await page.Locator("#composer-text").FillAsync("It left this morning.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.GetByText("“boss@contoso” is no address").WaitForAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("input[name=Bcc]")).ToHaveValueAsync("boss@contoso");
        await Assertions.Expect(page.Locator("#composer-text")).ToHaveValueAsync("It left this morning.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.GetByText("“boss@contoso” is no address").WaitForAsync();
        await LookAsync(page, "composer-wrong-address");
        await page.Locator("input[name=Bcc]").FillAsync("boss@company.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.GetByText("Bcc boss@company.example").WaitForAsync();
        await Assertions.Expect(page.Locator("input[name=Bcc]")).ToHaveValueAsync("");

        // What came back stands at the answer.
        await page.GetByText("Not delivered to paul@customer.example").WaitForAsync(new() { Timeout = 30_000 });
        await page.GetByText("What the other server said").ClickAsync();
        await LookAsync(page, "came-back");
        await page.ReloadAsync();
        await page.GetByText("Mail to paul@customer.example came back").WaitForAsync();
        await LookAsync(page, "composer-dead-address");

        // Passed on.
        await page.Locator("#thread .message").First.GetByText("Forward").ClickAsync();
        await page.Locator("input[name=To]").FillAsync("Bob Builder <bob@builder.example>");
        await page.Locator("#composer-text").FillAsync("Can you deliver this?");
        await LookAsync(page, "forward");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.WaitForURLAsync("**/tickets/1?**");
        await page.GetByText("Passes on this message").WaitForAsync();
        await LookAsync(page, "forwarded");

        // A new mail by the keyboard; its draft does not come back once it was sent.
        await page.Locator("#thread").ClickAsync();
        await page.Keyboard.PressAsync("c");
        await page.WaitForURLAsync("**/tickets/new");
        await page.Locator("input[name=To]").FillAsync("nina@new.example");
        await page.Locator("input[name=Subject]").FillAsync("Your contract");
        await page.Locator("#composer-text").FillAsync("It ends in May: ");
        await page.EvaluateAsync(Paste);
        await page.EvaluateAsync(Paste);
        await Assertions.Expect(page.Locator("#composer-text")).ToHaveValueAsync("It ends in May: [image.png][image-2.png]");
        await Assertions.Expect(page.Locator("#chosen-files li")).ToHaveCountAsync(2);
        await LookAsync(page, "new-mail");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.WaitForURLAsync("**/tickets/2?view=pending");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your contract" }).First.WaitForAsync();
        await Assertions.Expect(page.Locator("#thread img.own-picture")).ToHaveCountAsync(2);
        await LookAsync(page, "picture");
        await page.GotoAsync($"{town.DeskUrl}/tickets/new");
        await Assertions.Expect(page.Locator("#composer-text")).ToHaveValueAsync("");
        await page.GotoAsync($"{town.DeskUrl}/mailboxes");
        await page.GetByRole(AriaRole.Link, new() { Name = Town.Support }).ClickAsync();
        await page.GetByText("recipients in the last 24 hours").ScrollIntoViewIfNeededAsync();
        await LookAsync(page, "mailbox-sending");
        Assert.True(_found.Count == 0, string.Join('\n', _found));
    }

    private async Task LookAsync(IPage page, string name)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1400), (ColorScheme.Dark, 1400), (ColorScheme.Light, 360), (ColorScheme.Dark, 360) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            _found.AddRange(await Screens.LookAsync(page, string.Create(CultureInfo.InvariantCulture, $"sending-{name}-{scheme}-{width}").ToLowerInvariant(), withAxe: scheme == ColorScheme.Dark == (width == 1400)));
        }

        await page.SetViewportSizeAsync(1400, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static async Task SignInAsync(IPage page, Town town)
    {
        await page.GotoAsync($"{town.DeskUrl}/sign-in");
        await page.Locator("input[name=Email]").FillAsync(Town.Agent);
        await page.Locator("input[name=Password]").FillAsync(Town.Password);
        await page.Locator("form button.primary").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Open" }).First.WaitForAsync();
    }
}
