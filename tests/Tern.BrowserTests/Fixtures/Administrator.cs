using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Tern.BrowserTests.Fixtures;

/// <summary>An administrator who connects a mailbox in the browser.</summary>
internal sealed class Administrator(Town town, IPage page, string prefix)
{
    /// <summary>What looked wrong, and what a script complained of.</summary>
    internal List<string> Found { get; } = [];

    internal IPage Page => page;

    internal ILocator Failed => page.Locator(".checks [data-result=failed]");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<Administrator> SignInAsync(Town town, IBrowserContext context, string prefix)
    {
        var page = await context.NewPageAsync();
        var administrator = new Administrator(town, page, prefix);
        page.PageError += (_, error) => administrator.Found.Add($"{page.Url}: {error}");
        await page.GotoAsync($"{town.DeskUrl}/sign-in");
        await page.Locator("input[name=Email]").FillAsync(Town.Agent);
        await page.Locator("input[name=Password]").FillAsync(Town.Password);
        await page.Locator("form button.primary").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Open" }).First.WaitForAsync();
        return administrator;
    }

    internal Task PressAsync(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    /// <summary>Goes on to the next step.</summary>
    internal async Task ContinueAsync(string title)
    {
        await page.Locator(".wizard-foot").GetByRole(AriaRole.Link, new() { Name = "Continue" }).ClickAsync();
        await AtAsync(title);
    }

    internal Task AtAsync(string title) => page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true }).WaitForAsync();

    internal Task<bool> HasAsync(string check, string result) => page.Locator($"[data-check={check}][data-result={result}]").IsVisibleAsync();

    internal Task SeeAsync(string check, string result) => page.Locator($"[data-check={check}][data-result={result}]").First.WaitForAsync();

    /// <summary>Looks at the page as it is: light and dark on a desk, light on a phone; axe-core looks at the first and the last.</summary>
    internal async Task LookAsync(string name)
    {
        foreach (var (scheme, width, withAxe) in new[] { (ColorScheme.Light, 1400, false), (ColorScheme.Dark, 1400, true), (ColorScheme.Light, 360, true) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, 900);

            // The page scrolls inside its frame; the picture is to show all of it.
            await page.SetViewportSizeAsync(width, Math.Max(900, await page.EvaluateAsync<int>("document.querySelector('.page').scrollHeight + 80")));
            Found.AddRange(await Screens.LookAsync(page, string.Create(CultureInfo.InvariantCulture, $"{prefix}-{name}-{scheme}-{width}").ToLowerInvariant(), withAxe));
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1400, 900);
    }

    /// <summary>From the list of mailboxes to the step in which the way is chosen.</summary>
    internal async Task BeginAsync(string address)
    {
        await page.GotoAsync($"{town.DeskUrl}/mailboxes");
        await page.GetByRole(AriaRole.Link, new() { Name = "Connect a mailbox" }).ClickAsync();
        await PressAsync("Start");
        await SeeAsync("graph", "ok");
        await ContinueAsync("Which mailbox, and how is Tern let in?");
        await page.Locator("input[name=Address]").FillAsync(address);
    }

    /// <summary>Leaves for Microsoft, chooses an account there, accepts, and comes back.</summary>
    internal async Task SignInWithMicrosoftAsync(string account)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Microsoft" }).ClickAsync();
        await page.Locator("button.account").Filter(new() { HasText = account }).ClickAsync();
        var accept = page.GetByRole(AriaRole.Button, new() { Name = "Accept" });
        if (await accept.IsVisibleAsync())
        {
            await accept.ClickAsync();
        }
    }

    internal async Task EnterRegistrationAsync(string clientId)
    {
        await page.Locator("input[name=Tenant]").FillAsync("contoso.example");
        await page.Locator("input[name=ClientId]").FillAsync(clientId);
    }

    /// <summary>An application that is registered and not yet allowed.</summary>
    internal async Task<string> RegisterAsync(string name)
    {
        var app = await town.ControlAsync("/_sim/apps", new JsonObject
        {
            ["tenant"] = "contoso.example",
            ["name"] = name,
            ["redirectUris"] = new JsonArray($"{town.DeskUrl}/mailboxes/callback", $"{town.DeskUrl}/mailboxes/consent"),
            ["applicationPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send"),
            ["delegatedPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send", "User.Read"),
        });
        return app!["clientId"]!.GetValue<string>();
    }

    /// <summary>Downloads what the page offers, with the browser's cookies.</summary>
    internal async Task<byte[]> DownloadAsync(string link)
    {
        var href = await page.GetByRole(AriaRole.Link, new() { Name = link }).First.GetAttributeAsync("href");
        return await (await page.Context.APIRequest.GetAsync(town.DeskUrl + href)).BodyAsync();
    }

    internal async Task UploadCertificateAsync(string clientId, byte[] certificate)
    {
        using var content = new ByteArrayContent(certificate);
        using var answer = await town.Http.PostAsync(new Uri($"{town.SimulatorUrl}/_sim/apps/{clientId}/certificates"), content, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
