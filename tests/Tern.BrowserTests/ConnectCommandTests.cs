using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary><c>tern mailbox connect</c> in every way that the wizard knows, and <c>tern mailbox verify</c> after it.</summary>
public sealed partial class ConnectCommandTests
{
    private const string Tenant = "contoso.example";
    private static readonly string[] Steps = ["settings", "network", "clock", "tenant", "token", "permissions", "mailbox", "read", "write", "send", "scope"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task A_certificate_is_made_and_printed_and_the_mailbox_works_once_it_is_uploaded(Store store)
    {
        await using var town = await Town.StartAsync(store);

        var (exit, output) = await town.TernAsync("", [.. Connect(town), "--make-certificate", "--object-id", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "--since", "30d"]);
        using var certificate = X509Certificate2.CreateFromPem(output);
        var (before, refused) = await VerifyAsync(town);
        using var content = new ByteArrayContent(certificate.RawData);
        using var uploaded = await town.Http.PostAsync(new Uri($"{town.SimulatorUrl}/_sim/apps/{town.ClientId}/certificates"), content, Ct);
        uploaded.EnsureSuccessStatusCode();
        var (after, verified) = await VerifyAsync(town);

        Assert.Equal(0, exit);
        Assert.DoesNotContain("PRIVATE", output, StringComparison.Ordinal);
        Assert.Contains(certificate.Thumbprint, output, StringComparison.Ordinal);
        Assert.Equal(1, before);
        Assert.Equal(["settings ok", "network ok", "clock ok", "tenant ok", "token failed", "permissions skipped", "mailbox skipped", "read skipped", "write skipped", "send skipped", "scope skipped"], Results(refused));
        Assert.All(refused.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("result").GetString() != "ok"), step => Assert.False(string.IsNullOrEmpty(step.GetProperty("hint").GetString())));
        Assert.Equal(0, after);
        Assert.Equal([.. Steps.Take(10).Select(s => $"{s} ok"), "scope skipped"], Results(verified));
    }

    [Fact]
    public async Task A_code_is_shown_and_waited_for_and_a_wrong_account_leaves_nothing()
    {
        await using var town = await Town.StartAsync();
        await town.ControlAsync("/_sim/users", new JsonObject { ["tenant"] = Tenant, ["name"] = "somebody" });
        var app = await town.ControlAsync("/_sim/apps", new JsonObject
        {
            ["tenant"] = Tenant,
            ["name"] = "Device",
            ["delegatedPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send", "User.Read"),
            ["isPublicClient"] = true,
            ["adminConsent"] = true,
        });
        string[] connect = ["mailbox", "connect", Town.Support, "--tenant", Tenant, "--client-id", app!["clientId"]!.GetValue<string>(), "--device-code"];

        var (wrong, refused) = await WithCodeAsync(town, "somebody@contoso.example", connect);
        var (_, none) = await town.TernAsync("", "mailbox", "list");
        var (right, accepted) = await WithCodeAsync(town, Town.Support, connect);

        Assert.Equal(1, wrong);
        Assert.Contains("somebody@contoso.example", refused, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(Town.Support, none, StringComparison.Ordinal);
        Assert.True(right == 0, accepted);
        Assert.Contains("ok      write", accepted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_the_first_ten_and_stores_nothing()
    {
        await using var town = await Town.StartAsync();
        for (var i = 1; i <= 11; i++)
        {
            await town.SendAsync(Encoding.ASCII.GetBytes($"From: Carla <carla@customer.example>\r\nTo: {Town.Support}\r\nSubject: Letter {i}\r\nMessage-ID: <{i}@customer.example>\r\n\r\nHello\r\n"), Town.Support);
        }

        var (exit, output) = await town.TernAsync(Town.Secret, [.. Connect(town), "--secret-stdin", "--since", "all", "--dry-run"]);
        var (_, none) = await town.TernAsync("", "mailbox", "list");
        var (wrong, refused) = await town.TernAsync("mistyped", [.. Connect(town), "--secret-stdin", "--since", "all", "--dry-run"]);
        var fromNowOn = await town.TernAsync(Town.Secret, [.. Connect(town), "--secret-stdin", "--dry-run"]);
        var wrongFromNowOn = await town.TernAsync("mistyped", [.. Connect(town), "--secret-stdin", "--dry-run"]);
        string[] typo = ["mailbox", "connect", "supprot@contoso.example", "--tenant", Tenant, "--client-id", town.ClientId, "--secret-stdin", "--dry-run"];
        var nobody = await town.TernAsync(Town.Secret, typo);

        Assert.Equal(0, exit);
        Assert.StartsWith("11 mails", output, StringComparison.Ordinal);
        Assert.Equal(10, Line().Count(output));
        Assert.DoesNotContain(Town.Support, none, StringComparison.Ordinal);
        Assert.Equal(1, wrong);
        Assert.Contains("secret-wrong", refused, StringComparison.Ordinal);
        Assert.Equal(0, fromNowOn.ExitCode);
        Assert.Contains("from now on", fromNowOn.Output, StringComparison.Ordinal);
        Assert.Equal(1, wrongFromNowOn.ExitCode);
        Assert.Contains("secret-wrong", wrongFromNowOn.Output, StringComparison.Ordinal);
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("mailbox-unknown", nobody.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_right_is_refused_before_anything_is_stored()
    {
        await using var town = await Town.StartAsync();

        foreach (var (code, says, more) in ((int Code, string Says, string[] More)[])
        [
            (2, "--since", ["--secret-stdin", "--since", "yesterday"]),
            (2, "--cloud custom", ["--secret-stdin", "--cloud", "custom"]),
            (2, "--cloud custom", ["--secret-stdin", "--authority", "https://login.example/", "--graph", "https://graph.example/v1.0/"]),
            (2, "--dry-run", ["--sign-in", "--dry-run"]),
            (2, "--make-certificate", []),
            (2, "--make-certificate", ["--dry-run"]),
            (1, "ID of the secret", ["--secret-stdin"]),
            (1, "object", ["--make-certificate", "--object-id", "Tern"]),
        ])
        {
            var (exit, output) = await town.TernAsync("3f2504e0-4f89-41d3-9a0c-0305e82c3301", [.. Connect(town), .. more]);
            Assert.True(exit == code, $"{string.Join(' ', more)}: {exit} {output}");
            Assert.Contains(says, output, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain(Town.Support, (await town.TernAsync("", "mailbox", "list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task A_mistyped_mailbox_is_stored_said_not_to_work_and_taken_away_again(Store store)
    {
        const string Typo = "supprot@contoso.example";
        await using var town = await Town.StartAsync(store);

        var (exit, said) = await town.TernAsync(Town.Secret, "mailbox", "connect", Typo, "--tenant", Tenant, "--client-id", town.ClientId, "--secret-stdin");
        var other = await town.TernAsync("support@contoso.example\n", "mailbox", "remove", Typo);
        var removed = await town.TernAsync($"{Typo}\n", "mailbox", "remove", Typo);
        var (_, none) = await town.TernAsync("", "mailbox", "list");

        Assert.Equal(1, exit);
        Assert.Contains("Stored, but it does not work yet: ", said, StringComparison.Ordinal);
        Assert.Contains($"tern mailbox verify {Typo}", said, StringComparison.Ordinal);
        Assert.Contains($"tern mailbox remove {Typo}", said, StringComparison.Ordinal);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("Nothing was removed", other.Output, StringComparison.Ordinal);
        Assert.True(removed.ExitCode == 0, removed.Output);
        Assert.Contains($"{Typo} was removed", removed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Typo, none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_of_ones_own_is_named_by_its_hosts()
    {
        await using var town = await Town.StartAsync(settings: settings => settings.Remove("Microsoft365"));

        var (exit, output) = await town.TernAsync(
            Town.Secret, [.. Connect(town), "--secret-stdin", "--cloud", "custom", "--authority", $"{town.SimulatorUrl}/", "--graph", $"{town.SimulatorUrl}/v1.0/"]);

        // Its Graph is asked for by its own name, which the simulated tenant, a worldwide one, has never heard of.
        Assert.Equal(1, exit);
        Assert.Contains("ok      tenant", output, StringComparison.Ordinal);
        Assert.Contains("AADSTS500011", output, StringComparison.Ordinal);
    }

    private static string[] Connect(Town town) => ["mailbox", "connect", Town.Support, "--tenant", Tenant, "--client-id", town.ClientId];

    /// <summary>Waits for the code on the command's output and enters it for an account.</summary>
    private static async Task<(int ExitCode, string Output)> WithCodeAsync(Town town, string account, string[] arguments)
    {
        await using var command = town.StartTern(arguments);
        await Town.UntilAsync(() => Task.FromResult(Code().IsMatch(command.Output)), () => command.Output);
        using var approved = await town.Http.PostAsJsonAsync($"{town.SimulatorUrl}/_sim/device-codes/{Code().Match(command.Output).Groups["code"].Value}/approve", new { user = account }, Ct);
        approved.EnsureSuccessStatusCode();
        return (await command.WaitAsync(), command.Output);
    }

    private static async Task<(int ExitCode, JsonElement Mailbox)> VerifyAsync(Town town)
    {
        var (exit, output) = await town.TernAsync("", "mailbox", "verify", "--all", "--json");
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(output)); // warnings may follow
        return (exit, JsonElement.ParseValue(ref reader).GetProperty("mailboxes")[0]);
    }

    private static IEnumerable<string> Results(JsonElement mailbox) => mailbox.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("step")} {s.GetProperty("result")}");

    [GeneratedRegex("enter (?<code>[A-Z0-9-]+),", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("^  [0-9]{4}-.*Letter [0-9]+", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Line();
}
