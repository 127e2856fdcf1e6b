using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>The command line as an operator types it, without a server beside it.</summary>
public sealed partial class CommandLineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task Refresh_works_by_itself_tells_everything_that_is_documented_and_one_failing_mailbox_hides_no_other(Store store)
    {
        await using var town = await Town.StartAsync(store);
        await town.AddPeopleAsync();
        await town.SendAsync(Letter("one"), Town.Support);
        await town.SendAsync(Letter("two"), Town.Support);

        var (exit, first) = await RefreshAsync(town, "--all");
        Assert.Equal((0, true, 2), (exit, first.GetProperty("ok").GetBoolean(), Line(first, Town.Support).GetProperty("new").GetInt32()));
        Assert.False(Line(first, Town.Support).GetProperty("token").GetProperty("refreshed").GetBoolean()); // connecting had asked for one
        (exit, var second) = await RefreshAsync(town, Town.Support);
        Assert.Equal((0, 0), (exit, Line(second, Town.Support).GetProperty("new").GetInt32()));
        Assert.False(Line(second, Town.Support).GetProperty("token").GetProperty("refreshed").GetBoolean());

        await town.ControlAsync("/_sim/faults", new JsonObject { ["path"] = "*/$value", ["status"] = 500, ["graphCode"] = "ErrorInternalServerError" });
        await town.SendAsync(Letter("poisoned"), Town.Support);
        (exit, var waiting) = await RefreshAsync(town, Town.Support);
        Assert.Equal((0, 0, 1), (exit, Line(waiting, Town.Support).GetProperty("new").GetInt32(), Line(waiting, Town.Support).GetProperty("waiting").GetInt32()));
        await town.Http.DeleteAsync(new Uri($"{town.SimulatorUrl}/_sim/faults"), Ct);

        await town.TernAsync("not the right one", "mailbox", "connect", "sales@contoso.example", "--tenant", "contoso.example", "--client-id", town.ClientId, "--secret-stdin");
        await town.SendAsync(Letter("three"), Town.Support);
        (exit, var third) = await RefreshAsync(town, "--all");
        Assert.Equal((1, false), (exit, third.GetProperty("ok").GetBoolean()));
        Assert.Equal("secret-wrong", Line(third, "sales@contoso.example").GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1, Line(third, Town.Support).GetProperty("new").GetInt32());
        var told = Names(third);
        told.UnionWith(Names(waiting));
        Assert.Equal(await DocumentedAsync(), told);
    }

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task Wrong_usage_ends_with_two_and_says_what_would_be_right(Store store)
    {
        await using var town = await Town.StartAsync(store);
        await town.AddPeopleAsync();

        var nothing = await town.TernAsync("", "mailbox", "refresh");
        var stranger = await town.TernAsync("", "mailbox", "refresh", "nobody@contoso.example");
        var nonsense = await town.TernAsync("", "mailbox", "refrehs");

        Assert.Equal((2, 2, 2), (nothing.ExitCode, stranger.ExitCode, nonsense.ExitCode));
        Assert.Contains("--all", nothing.Output, StringComparison.Ordinal);
        Assert.Contains(Town.Support, stranger.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task Verify_walks_the_chain_and_list_and_check_say_how_it_stands(Store store)
    {
        await using var town = await Town.StartAsync(store);
        await town.AddPeopleAsync();

        var (exit, output) = await town.TernAsync("", "mailbox", "verify", "--all", "--json");
        using var verified = Json(output);
        var (_, listed) = await town.TernAsync("", "mailbox", "list", "--json");
        using var list = Json(listed);
        var open = await town.TernAsync("", "check"); // the test's own folder, which everybody may look into
        await RunningProgram.RunAsync("/usr/bin/chmod", "", "700", town.Data);
        var check = await town.TernAsync("", "check");

        Assert.Equal(0, exit);
        Assert.Equal(
            ["settings ok", "network ok", "clock ok", "tenant ok", "token ok", "permissions ok", "mailbox ok", "read ok", "write ok", "send ok", "scope skipped"],
            verified.RootElement.GetProperty("mailboxes")[0].GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("step")} {s.GetProperty("result")}"));
        Assert.Equal(
            ["id", "address", "state", "since", "faultCode", "lastSuccessAt", "lastMailAt", "nextCheckAt", "tokenIssuedAt", "tokenExpiresAt", "tokenRefreshAt"],
            list.RootElement.GetProperty("mailboxes")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, open.ExitCode);
        Assert.Contains($"chmod 700 {town.Data}", open.Output, StringComparison.Ordinal);
        Assert.True(check.ExitCode == 0, check.Output);
        Assert.DoesNotContain("FAIL", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task Check_names_a_wrong_setting(Store store)
    {
        await using var town = await Town.StartAsync(store, settings => settings["MailEngine"] = new JsonObject { ["BatchSize"] = -1 });

        var (exit, output) = await town.TernAsync("", "check");

        Assert.Equal(1, exit);
        Assert.Contains("BatchSize", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Store.Sqlite, "tern.db")]
    [InlineData(Store.PostgreSql, "")]
    public async Task Another_user_with_another_home_works_on_the_same_directory_or_hears_what_he_may_not_use(Store store, string named)
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/sbin/runuser"), "Only root can become another user.");
        await using var town = await Town.StartAsync(store);
        await town.AddPeopleAsync();
        await town.SendAsync(Letter("by cron"), Town.Support);

        var (refusedExit, refused) = await town.TernAsAsync("nobody", "/nonexistent", "mailbox", "refresh", "--all", "--json");
        await RunningProgram.RunAsync("/usr/bin/chown", "", "-R", "nobody", town.Data);
        var (exit, output) = await town.TernAsAsync("nobody", "/nonexistent", "mailbox", "refresh", "--all", "--json");

        Assert.Equal(1, refusedExit);
        Assert.Contains(Path.Combine(town.Data, named), refused, StringComparison.Ordinal);
        Assert.Contains("\"nobody\"", refused, StringComparison.Ordinal);
        Assert.True(exit == 0, output);
        using var report = Json(output);
        Assert.Equal(1, Line(report.RootElement, Town.Support).GetProperty("new").GetInt32());
    }

    [Theory]
    [InlineData(Store.Sqlite, false)]
    [InlineData(Store.Sqlite, true)]
    [InlineData(Store.PostgreSql, false)]
    [InlineData(Store.PostgreSql, true)]
    public async Task On_a_terminal_one_moving_line_says_how_far_it_is_and_leaves_no_trace(Store store, bool beside)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script (bsdutils) gives a terminal.");
        await using var town = await Town.StartAsync(store, settings => settings["MailEngine"] = new JsonObject { ["PollInterval"] = "01:00:00", ["BatchSize"] = 5 });
        await town.AddPeopleAsync();
        if (beside)
        {
            await town.StartDeskAsync();
            await Town.UntilAsync(async () => (await town.TernAsync("", "mailbox", "list")).Output.Contains("Healthy", StringComparison.OrdinalIgnoreCase), () => town.Log);
        }

        for (var i = 0; i < 20; i++)
        {
            await town.SendAsync(Letter($"letter {i}"), Town.Support);
        }

        await town.ControlAsync("/_sim/faults", new JsonObject { ["path"] = "*/$value", ["delay"] = "00:00:00.200" });
        var (exit, output) = await town.TernOnTerminalAsync("mailbox", "refresh", "--all");

        Assert.True(exit == 0, output);
        Assert.Matches(@"\r\e\[K0 of 1 mailboxes, [1-9]\d? mails", output);
        Assert.Matches(@"\r\e\[Ksupport@contoso\.example: ok  checked \d+, new 20", output);
    }

    private static async Task<(int ExitCode, JsonElement Report)> RefreshAsync(Town town, string which)
    {
        var (exit, output) = await town.TernAsync("", "mailbox", "refresh", which, "--json");
        using var document = Json(output);
        return (exit, document.RootElement.Clone());
    }

    /// <summary>The document on standard output; what was logged beside it follows after it.</summary>
    private static JsonDocument Json(string output)
    {
        var start = output.IndexOf('{', StringComparison.Ordinal);
        Assert.True(start >= 0, output);
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(output[start..]));
        return JsonDocument.ParseValue(ref reader);
    }

    private static JsonElement Line(JsonElement report, string address) =>
        report.GetProperty("mailboxes").EnumerateArray().Single(line => line.GetProperty("address").GetString() == address);

    /// <summary>Every name in the report, as far as it goes: what scripts rely upon.</summary>
    private static SortedSet<string> Names(JsonElement element)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Collect(element);
        return names;

        void Collect(JsonElement part)
        {
            if (part.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in part.EnumerateObject())
                {
                    names.Add(property.Name);
                    Collect(property.Value);
                }
            }
            else if (part.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in part.EnumerateArray())
                {
                    Collect(item);
                }
            }
        }
    }

    /// <summary>The names of the example in the guide, and those of the token that the example does not have.</summary>
    private static async Task<SortedSet<string>> DocumentedAsync()
    {
        var guide = await File.ReadAllTextAsync(Checkout.At("docs/guide/command-line.md"), Ct);
        using var example = JsonDocument.Parse(Example().Match(guide).Groups["json"].Value);
        var names = Names(example.RootElement);
        names.UnionWith(["issuedAt", "expiresAt", "refreshed"]);
        Assert.All(names, name => Assert.Contains(name, guide, StringComparison.Ordinal));
        return names;
    }

    private static byte[] Letter(string subject) => System.Text.Encoding.ASCII.GetBytes(
        $"From: a@b.example\r\nTo: {Town.Support}\r\nSubject: {subject}\r\nMessage-ID: <{subject.Replace(' ', '-')}@b.example>\r\n\r\nHello\r\n");

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
