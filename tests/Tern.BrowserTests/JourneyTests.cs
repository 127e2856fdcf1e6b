using Microsoft.Playwright;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

public sealed class JourneyTests(Browser browser) : IClassFixture<Browser>
{
    private const string Customer = "carla@customer.example";

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task A_customer_writes_the_agent_sees_it_arrive_answers_with_a_file_and_the_next_mail_lands_in_the_same_ticket(Store store)
    {
        Assert.SkipUnless(Browser.IsThere, "Debian's chromium is not installed; eng/test.sh installs it.");
        await using var town = await Town.StartAsync(store);
        await town.OpenAsync();
        await using var agents = await browser.NewAsync();
        await using var customers = await browser.NewAsync();
        var (desk, outside) = (await agents.NewPageAsync(), await customers.NewPageAsync());
        var problems = new List<string>();
        desk.Console += (_, message) => problems.AddRange(message.Type == "error" ? [message.Text] : []);
        desk.PageError += (_, error) => problems.Add(error);

        await SignInAsync(desk, town);
        await WriteAsync(outside, town, "Where is my bicycle?", "It should have been here on Monday.");

        // It arrives in the open list, without a reload.
        var row = desk.GetByText("Where is my bicycle?").First;
        await row.WaitForAsync(new() { Timeout = 15_000 });
        await row.ClickAsync();
        await desk.GetByText("It should have been here on Monday.").Last.WaitForAsync();

        var file = Path.Combine(Path.GetTempPath(), $"tracking-{Path.GetRandomFileName()}.txt");
        await File.WriteAllTextAsync(file, "parcel 4711", TestContext.Current.CancellationToken);
        await desk.Locator("textarea[name=Text]").FillAsync("It is on its way, see the file.");
        await desk.Locator("input[type=file]").SetInputFilesAsync(file);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await desk.GetByText("It is on its way, see the file.").First.WaitForAsync();

        // The customer reads it, opens the file, and answers from there.
        await ReadReplyAsync(outside, town, "It is on its way, see the file.", Path.GetFileName(file), "parcel 4711");
        await outside.Locator("textarea").Last.FillAsync("Thank you, it has come!");
        await outside.GetByRole(AriaRole.Button, new() { Name = "Send" }).Last.ClickAsync();

        // The same ticket, still open in front of the agent, and no other beside it.
        await desk.Locator("#thread").GetByText("Thank you, it has come!").First.WaitForAsync(new() { Timeout = 15_000 });
        Assert.Contains("/tickets/1", desk.Url, StringComparison.Ordinal);
        await desk.GotoAsync($"{town.DeskUrl}/?view=all");
        Assert.Equal(1, await desk.Locator("#list .row").CountAsync());
        Assert.Empty(problems);
    }

    private static async Task SignInAsync(IPage desk, Town town)
    {
        await desk.GotoAsync($"{town.DeskUrl}/sign-in");
        await desk.Locator("input[name=Email]").FillAsync(Town.Agent);
        await desk.Locator("input[name=Password]").FillAsync(Town.Password);
        await desk.Locator("form button.primary").ClickAsync();
        await desk.GetByRole(AriaRole.Heading, new() { Name = "Open" }).First.WaitForAsync();
    }

    private static async Task WriteAsync(IPage outside, Town town, string subject, string text)
    {
        await outside.GotoAsync($"{town.SimulatorUrl}/customers/{Customer}/write");
        await outside.Locator("input[name=to]").FillAsync(Town.Support);
        await outside.Locator("input[name=subject]").FillAsync(subject);
        await outside.Locator("textarea").FillAsync(text);
        await outside.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    private static async Task ReadReplyAsync(IPage outside, Town town, string text, string file, string content)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            await outside.GotoAsync($"{town.SimulatorUrl}/customers/{Customer}");
            if (await outside.GetByText("bicycle").CountAsync() > 0)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await outside.GetByRole(AriaRole.Link, new() { Name = "bicycle" }).First.ClickAsync();
        await outside.GetByText(text).First.WaitForAsync();
        var download = await outside.RunAndWaitForDownloadAsync(() => outside.GetByRole(AriaRole.Link, new() { Name = file }).First.ClickAsync());
        Assert.Equal(content, await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
    }
}
