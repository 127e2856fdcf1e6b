using System.Security.Cryptography;
using System.Text.Json;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>All mails of the corpora lie in one mailbox and are fetched while the process is killed three times.</summary>
public sealed class RealMailTests
{
    private static readonly double[] KilledAfter = [0.2, 0.45, 0.7];
    private static readonly string Corpora = Environment.GetEnvironmentVariable("TERN_CORPORA") ?? Checkout.At("../shared/corpora");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task Every_mail_ends_as_one_message_or_with_a_reason_also_when_the_process_is_killed_three_times(Store store)
    {
        Assert.SkipUnless(Directory.Exists(Corpora), "The corpora are not here (../shared/corpora or TERN_CORPORA).");
        var files = Directory.GetFiles(Path.Combine(Corpora, "tickets"), "*.eml").Concat(Directory.GetFiles(Path.Combine(Corpora, "desk-fixtures"), "*.eml")).Order().ToList();

        // Many small commits, so that every kill falls between two.
        var engine = new System.Text.Json.Nodes.JsonObject { ["PollInterval"] = "00:00:01", ["BatchSize"] = 5 };
        await using var town = await Town.StartAsync(store, settings => settings["MailEngine"] = engine);
        foreach (var file in files)
        {
            await town.SendAsync(await File.ReadAllBytesAsync(file, Ct), Town.Support);
        }

        // Slow enough that every kill falls into the work.
        var fault = await town.ControlAsync("/_sim/faults", new() { ["path"] = "/v1.0/*/$value", ["delay"] = "00:00:00.040" });
        await town.OpenAsync();
        foreach (var part in KilledAfter)
        {
            await UntilAsync(town, (int)(files.Count * part));
            await town.KillDeskAsync();
            var killed = TimeProvider.System.GetTimestamp();
            var before = await JudgedAsync(town);
            await town.StartDeskAsync();
            await UntilAsync(town, before + 1);

            // The node retakes its own lease: that of the dead process, renewed every 20 seconds, held for another 40 at least.
            var took = TimeProvider.System.GetElapsedTime(killed);
            Assert.True(took < TimeSpan.FromSeconds(40), $"the first mails after the restart came after {took}");
        }

        await UntilAsync(town, files.Count);
        Assert.NotNull(fault);
        var (_, output) = await town.TernAsync("", "mailbox", "refresh", "--all", "--json");
        using var report = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(0, report.RootElement.GetProperty("mailboxes")[0].GetProperty("new").GetInt32());

        var fates = await FatesAsync(town);
        Assert.Equal(files.Count, fates.Count);
        Assert.Equal(fates.Count(f => f.Fate == 1), await CountAsync(town, "SELECT COUNT(*) FROM messages WHERE kind = 1"));
        var others = fates.Where(f => f.Fate != 1).ToList();
        Assert.All(others, f => Assert.False(string.IsNullOrEmpty(f.Reason)));
        var told = $"{files.Count} files, {fates.Count - others.Count} messages, others: {string.Join("; ", others.Select(f => $"{NameOf(f.Raw, files)} {f.Reason} {f.Detail}"))}";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(others.Count <= 2, told);
    }

    /// <summary>The file a stored source came from: sources are kept byte for byte under their SHA-256.</summary>
    private static string? NameOf(string? raw, IEnumerable<string> files) =>
        Path.GetFileName(files.FirstOrDefault(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) == raw));

    private static async Task UntilAsync(Town town, int judged)
    {
        for (var tries = 0; tries < 2400; tries++)
        {
            if (await JudgedAsync(town) >= judged)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
        }

        throw new TimeoutException($"{await JudgedAsync(town)} of {judged} mails were judged.\n{town.Log}");
    }

    private static Task<int> JudgedAsync(Town town) => CountAsync(town, "SELECT COUNT(*) FROM intake");

    private static async Task<int> CountAsync(Town town, string question)
    {
        await using var connection = await town.ConnectAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Fixed texts of this file.
        command.CommandText = question;
#pragma warning restore CA2100
        return Convert.ToInt32(await command.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<List<(int Fate, string? Reason, string? Detail, string? Raw)>> FatesAsync(Town town)
    {
        await using var connection = await town.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT fate, reason, detail, raw FROM intake";
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var fates = new List<(int, string?, string?, string?)>();
        while (await reader.ReadAsync(Ct))
        {
            fates.Add((reader.GetInt32(0), reader[1] as string, reader[2] as string, reader[3] as string));
        }

        return fates;
    }
}
