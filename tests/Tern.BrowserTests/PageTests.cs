using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>
/// Every page as people see it: light and dark, on a desk, a tablet and a phone. axe-core finds nothing against WCAG 2.2 AA (dark on the desk, light
/// on the phone: a look takes it two seconds), nothing is wider than its place, no script fails. The pictures are left in artifacts/screenshots for whoever judges them by eye.
/// On PostgreSQL the same pages are opened on one screen: the database changes what is in a page, never how it looks.
/// </summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private const int Tablet = 768;
    private static readonly int[] Widths = [1400, Tablet, 360];
    private const string Bounce =
        """
        From: Mail Delivery System <mailer-daemon@mx.customer.example>
        To: support@contoso.example
        Subject: Undelivered Mail Returned to Sender
        Date: Mon, 23 Nov 2026 09:00:00 +0100
        Message-ID: <bounce@mx.customer.example>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: text/plain

        I could not deliver your message to the address below.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.customer.example

        Final-Recipient: rfc822; gone.with.the.wind.and.never.seen.again@a-very-long-host-name.customer.example
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown
        --b
        Content-Type: message/rfc822

        From: support@contoso.example
        To: gone@customer.example
        Subject: Your bicycle
        Message-ID: <ours@contoso.example>

        It is on its way.
        --b--
        """;

    private const string Answer =
        """
        From: Carla Customer <carla@customer.example>
        To: Contoso Support <support@contoso.example>
        Cc: Paul <paul@customer.example>, Maria <maria@customer.example>
        Subject: Re: Where is my bicycle?
        Date: Mon, 23 Nov 2026 09:00:00 +0100
        Message-ID: <answer@customer.example>
        In-Reply-To: <ours@contoso.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8

        It came this morning, thank you!

        On Fri, Nov 20, 2026 at 10:00 AM Contoso Support <support@contoso.example> wrote:
        > It is on its way.
        --a
        Content-Type: text/html; charset=utf-8

        <div>It came this morning, <b>thank you!</b></div><img src="https://pictures.example/logo.png" alt="Logo"><div class="gmail_quote"><div class="gmail_attr">On Fri, Nov 20, 2026 at 10:00 AM Contoso Support &lt;support@contoso.example&gt; wrote:</div><blockquote class="gmail_quote">It is on its way.</blockquote></div>
        --a--
        --m
        Content-Type: application/pdf; name="bill.pdf"
        Content-Disposition: attachment; filename="bill.pdf"
        Content-Transfer-Encoding: base64

        JVBERi0xLjQKJSBub3RoaW5nCg==
        --m--
        """;

    private const string Invitation =
        """
        From: Anna Admin <anna@tern.example>
        To: Contoso Support <support@contoso.example>
        Subject: Handing over the bicycle
        Date: Mon, 23 Nov 2026 09:00:00 +0100
        Message-ID: <invitation@customer.example>
        MIME-Version: 1.0
        Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=s

        --s
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8

        Shall we meet at the shop?
        --a
        Content-Type: text/calendar; charset=utf-8; method=REQUEST

        BEGIN:VCALENDAR
        METHOD:REQUEST
        BEGIN:VEVENT
        SUMMARY:Handing over the bicycle
        DTSTART;TZID=W. Europe Standard Time:20260706T093000
        DTEND;TZID=W. Europe Standard Time:20260706T100000
        LOCATION:Shop, 12 Long Street, second floor
        ORGANIZER;CN=Carla Customer:mailto:carla@customer.example
        END:VEVENT
        END:VCALENDAR
        --a--
        --s
        Content-Type: application/pkcs7-signature; name=smime.p7s
        Content-Transfer-Encoding: base64

        MIAG
        --s--
        """;

    private readonly List<string> _found = [];
    private Store _store;

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task No_page_breaks_on_any_screen_or_for_anybody_who_cannot_see_it(Store store)
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        _store = store;
        await using var town = await Town.StartAsync(store);
        await town.StartDeskAsync();
        await LookAsync(town, signedIn: false, ("first-run", "/first-run", "Welcome to Tern"));
        await town.AddPeopleAsync();
        await LookAsync(town, signedIn: false, ("sign-in", "/sign-in", "Email address"));
        await LookAsync(town, signedIn: true, ("list-empty", "/", "Unassigned"));

        await FillAsync(town);
        var mailbox = await MailboxAsync(town);
        await LookAsync(
            town,
            signedIn: true,
            ("list", "/", "Where is my bicycle?"),
            ("ticket", "/tickets/1", "It should have been here on Monday."),
            ("ticket-long", "/tickets/2", "Line 60 of a long letter"),
            ("ticket-marks", "/tickets/4", "Sender not proved"),
            ("mailboxes", "/mailboxes", "Microsoft does not accept the client secret."),
            ("mailbox", mailbox, "Secrets and certificates"),
            ("mailbox-permissions", mailbox + "#permissions", "Tern works as the application itself"),
            ("mailbox-credentials", mailbox + "#credentials", "Make a certificate"),
            ("mailbox-answers", mailbox + "#answers", "Acknowledge new tickets by mail"),
            ("mailbox-remove", mailbox + "#remove", "Remove the mailbox"),
            ("mailbox-history", mailbox + "#history", "AADSTS7000215"),
            ("causes", "/mailboxes/causes", "AADSTS7000222"),
            ("causes-target", "/mailboxes/causes#policy-blocks", "AADSTS53003"),
            ("connect", "/mailboxes/connect", "Ten minutes, eight steps"),
            ("sign-in-problem", "/mailboxes/callback?error=access_denied&state=unknown", "was not begun in this browser"),
            ("inspect", "/administration/mail", "Drop a raw mail"),
            ("profile", "/profile", "Change password"),
            ("denied", "/denied", "Not allowed"),
            ("not-found", "/tickets/4711", "Not found"));
        await LookAtTroubleAsync(town);
        await LookAtInspectionAsync(town);
        await LookAtMergeAsync(town);
        await LookAtRemovalAsync(town);
        Assert.True(_found.Count == 0, string.Join('\n', _found));
    }

    /// <summary>A mailbox in trouble with its command and its details unfolded; what is copied is what is shown.</summary>
    private async Task LookAtTroubleAsync(Town town)
    {
        foreach (var (scheme, width) in _store == Store.Sqlite ? [(ColorScheme.Light, Widths[0]), (ColorScheme.Dark, Widths[^1])] : new[] { (ColorScheme.Light, Widths[0]) })
        {
            await using var context = await browser.NewAsync(scheme);
            await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
            var page = await context.NewPageAsync();
            await SignInAsync(page, town);
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync($"{town.DeskUrl}/mailboxes");
            foreach (var summary in await page.Locator(".fault summary").AllAsync())
            {
                await summary.ClickAsync();
            }

            await LookAsync(page, string.Create(CultureInfo.InvariantCulture, $"trouble-{scheme}-{width}{(_store == Store.Sqlite ? "" : "-postgresql")}").ToLowerInvariant(), withAxe: true);
            await page.GetByRole(AriaRole.Button, new() { Name = "Copy all details" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Copied" }).WaitForAsync();
            var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
            _found.AddRange(new[] { "Microsoft’s code: AADSTS7000215", "Correlation ID: ", "Trace ID: ", "Time (UTC): ", "Microsoft’s words: AADSTS7000215", "sales@contoso.example" }
                .Where(line => !copied.Contains(line, StringComparison.Ordinal)).Select(line => $"not copied: {line}"));
        }
    }

    /// <summary>What an administrator sees of a mail that has everything: a bounce with its codes, a quote, markup and a file.</summary>
    private async Task LookAtInspectionAsync(Town town)
    {
        foreach (var (scheme, width) in _store == Store.Sqlite ? [(ColorScheme.Light, Widths[0]), (ColorScheme.Dark, Widths[^1])] : new[] { (ColorScheme.Light, Widths[0]) })
        {
            await using var context = await browser.NewAsync(scheme);
            var page = await context.NewPageAsync();
            await SignInAsync(page, town);
            foreach (var (name, mail) in new[] { ("bounce", Bounce), ("answer", Answer) })
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.GotoAsync($"{town.DeskUrl}/administration/mail");
                await page.Locator("input[name=file]").SetInputFilesAsync(new FilePayload { Name = "mail.eml", MimeType = "message/rfc822", Buffer = Encoding.UTF8.GetBytes(mail) });
                await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
                await page.Locator("article.inspection").WaitForAsync();

                // Not with the answer's markup in its frame: that lets no script in, axe's neither, and axe waits for it without end.
                await LookAsync(page, string.Create(CultureInfo.InvariantCulture, $"inspected-{name}-{scheme}-{width}{(_store == Store.Sqlite ? "" : "-postgresql")}").ToLowerInvariant(), withAxe: name == "bounce");
            }
        }
    }

    /// <summary>A mailbox that a waiting mail keeps, typed wrongly and then removed, and what its ticket says afterwards.</summary>
    private async Task LookAtRemovalAsync(Town town)
    {
        foreach (var (scheme, width) in _store == Store.Sqlite ? [(ColorScheme.Light, Widths[0]), (ColorScheme.Dark, Widths[^1])] : new[] { (ColorScheme.Light, Widths[0]) })
        {
            await using var context = await browser.NewAsync(scheme);
            var page = await context.NewPageAsync();
            await SignInAsync(page, town);
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync($"{town.DeskUrl}/mailboxes");
            await page.GetByRole(AriaRole.Link, new() { Name = Town.Support }).ClickAsync();
            if (await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).IsVisibleAsync())
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
                await page.GetByText("Paused. Mail stays").WaitForAsync();
                var mailbox = page.Url.Split('?')[0];
                await page.GotoAsync($"{town.DeskUrl}/tickets/1");
                await page.Locator("#composer-text").FillAsync("On its way.");
                await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
                await page.Locator(".delivery[data-state=queued]").WaitForAsync();
                await page.GotoAsync(mailbox);
            }

            await page.GetByText("Remove this mailbox from Tern").ClickAsync();
            await page.Locator("#remove input[name=Address]").FillAsync("supprot@contoso.example");
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove the mailbox" }).ClickAsync();
            await page.GetByText("Nothing was removed").WaitForAsync();
            await LookAsync(page, Picture("remove"), withAxe: true);
            if (width == Widths[0] && _store == Store.Sqlite)
            {
                continue; // the next one has something to look at as well
            }

            await page.Locator("#remove input[name=Address]").FillAsync(Town.Support);
            await page.Locator("#remove input[name=DiscardWaiting]").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove the mailbox" }).ClickAsync();
            await page.GetByText("The mailbox was removed").WaitForAsync();
            await LookAsync(page, Picture("removed"), withAxe: true);
            await page.GotoAsync($"{town.DeskUrl}/tickets/1");
            await Assertions.Expect(page.GetByText("was removed, so no answer can leave")).ToBeVisibleAsync();
            await LookAsync(page, Picture("removed-ticket"), withAxe: true);

            string Picture(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}-{scheme}-{width}{(_store == Store.Sqlite ? "" : "-postgresql")}").ToLowerInvariant();
        }
    }

    /// <summary>What an agent sees who merges a ticket into another: the form, then both of them.</summary>
    private async Task LookAtMergeAsync(Town town)
    {
        await using var context = await browser.NewAsync(ColorScheme.Light);
        var page = await context.NewPageAsync();
        await SignInAsync(page, town);
        await page.SetViewportSizeAsync(Widths[^1], 900);
        await page.GotoAsync($"{town.DeskUrl}/tickets/4");
        await page.Locator("#merge-menu > summary").ClickAsync();
        await page.Locator("input[name=Into]").FillAsync("1");
        await LookAsync(page, $"merge-form-{_store}".ToLowerInvariant(), withAxe: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge tickets" }).ClickAsync();
        await page.WaitForURLAsync("**/tickets/1**");
        await Assertions.Expect(page.GetByText("merged into this ticket")).ToBeVisibleAsync();
        await page.GotoAsync($"{town.DeskUrl}/tickets/4");
        await Assertions.Expect(page.GetByText("The conversation goes on in")).ToBeVisibleAsync();
        await LookAsync(page, $"merged-{_store}".ToLowerInvariant(), withAxe: true);
    }

    private async Task LookAsync(Town town, bool signedIn, params (string Name, string Path, string Text)[] pages)
    {
        foreach (var scheme in _store == Store.Sqlite ? [ColorScheme.Light, ColorScheme.Dark] : new[] { ColorScheme.Light })
        {
            await using var context = await browser.NewAsync(scheme);
            var page = await context.NewPageAsync();
            page.PageError += (_, error) => _found.Add($"{page.Url}: {error}");
            if (signedIn)
            {
                await SignInAsync(page, town);
            }

            foreach (var (name, path, text) in pages)
            {
                foreach (var width in Widths.Where(width => _store == Store.Sqlite ? scheme == ColorScheme.Light || width != Tablet : width == Widths[0]))
                {
                    await page.SetViewportSizeAsync(width, 900);
                    await page.GotoAsync(town.DeskUrl + path);
                    await Assertions.Expect(page.GetByText(text).First).ToBeAttachedAsync();
                    await LookAsync(
                        page,
                        string.Create(CultureInfo.InvariantCulture, $"{name}-{scheme}-{width}{(_store == Store.Sqlite ? "" : "-postgresql")}").ToLowerInvariant(),
                        withAxe: width == (scheme == ColorScheme.Dark ? Widths[0] : Widths[^1]));
                }
            }
        }
    }

    private async Task LookAsync(IPage page, string name, bool withAxe) => _found.AddRange(await Screens.LookAsync(page, name, withAxe));

    private static async Task SignInAsync(IPage page, Town town)
    {
        await page.GotoAsync($"{town.DeskUrl}/sign-in");
        await page.Locator("input[name=Email]").FillAsync(Town.Agent);
        await page.Locator("input[name=Password]").FillAsync(Town.Password);
        await page.Locator("form button.primary").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Open" }).First.WaitForAsync();
    }

    /// <summary>Mails as they are: short, long, HTML with a table, an unbroken word, right to left, many recipients, a file; and a mailbox in trouble.</summary>
    private static async Task FillAsync(Town town)
    {
        await SendAsync(town, "Carla Customer <carla@customer.example>", "Where is my bicycle?", "It should have been here on Monday.\r\n\r\nCarla");
        await SendAsync(
            town,
            "Bartholomäus Wolfeschlegelsteinhausenbergerdorff <bartholomaeus.wolfeschlegelsteinhausenbergerdorff@a-very-long-host-name.customer.example>",
            $"A subject that does not end: {string.Join(' ', Enumerable.Repeat("and further", 20))} {new string('x', 120)}",
            $"One word: {new string('m', 400)}\r\n\r\n{string.Join("\r\n", Enumerable.Range(1, 60).Select(i => $"Line {i} of a long letter"))}");
        await SendAsync(
            town,
            "דנה <dana@customer.example>",
            "שאלה על ההזמנה",
            $"<html dir=rtl><body><p>שלום, היכן ההזמנה שלי?</p><table border=1><tr>{string.Concat(Enumerable.Range(1, 24).Select(i => $"<td>column {i}</td>"))}</tr></table></body></html>",
            "text/html");
        await town.SendAsync(Encoding.UTF8.GetBytes(Invitation.ReplaceLineEndings("\r\n")), Town.Support);
        await town.TernAsync("", "mailbox", "refresh", "--all");
        await town.TernAsync("not the right one", "mailbox", "connect", "sales@contoso.example", "--tenant", "contoso.example", "--client-id", town.ClientId, "--secret-stdin", "--name", "Sales");
        await town.TernAsync("", "mailbox", "refresh", "--all");
    }

    /// <summary>Read at once: of mails that arrive within one second none is the first, and the pages go by their numbers.</summary>
    private static async Task SendAsync(Town town, string from, string subject, string body, string type = "text/plain")
    {
        await town.SendAsync(
        Encoding.UTF8.GetBytes(
            $"From: {from}\r\nTo: {Town.Support}\r\nCc: Paul <paul@customer.example>, Maria <maria@customer.example>\r\nSubject: {subject}\r\n" +
            $"Message-ID: <{from.Length}@customer.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: {type}; charset=utf-8\r\n\r\n{body}\r\n"),
        Town.Support);
        await town.TernAsync("", "mailbox", "refresh", "--all");
    }

    private static async Task<string> MailboxAsync(Town town)
    {
        var (_, output) = await town.TernAsync("", "mailbox", "list", "--json");
        using var list = System.Text.Json.JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        return $"/mailboxes/{list.RootElement.GetProperty("mailboxes")[0].GetProperty("id").GetString()}";
    }
}
