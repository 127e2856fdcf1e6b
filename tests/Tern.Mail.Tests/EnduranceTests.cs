using System.Diagnostics;
using System.Globalization;
using Tern.Mail.Tests.Corpora;

namespace Tern.Mail.Tests;

/// <summary>Damaged and hostile mail, read in processes whose heap is bounded by 64 MB and three times the mail: nothing throws, none takes two seconds.</summary>
public sealed class EnduranceTests(ITestOutputHelper output)
{
    private const long Spare = 64 * 1024 * 1024;
    private const int HeavyMails = 65;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(10000)]
    [InlineData(15000)]
    public async Task Twenty_thousand_damaged_mails_are_read(int first) =>
        await RunAsync(Spare, "mutations", Path.GetDirectoryName(Corpus.Folder("tickets"))!, "20261128", first.ToString(CultureInfo.InvariantCulture), "5000");

    [Fact]
    public async Task Every_mail_of_the_corpora_is_read() => await RunAsync(Spare, "corpus", Path.GetDirectoryName(Corpus.Folder("tickets"))!);

    [Fact]
    public async Task Heavy_mails_are_read_within_their_bounds()
    {
        var folder = Directory.CreateTempSubdirectory("tern-heavy-");
        try
        {
            for (var i = 0; i < HeavyMails; i++)
            {
                var file = Path.Combine(folder.FullName, $"heavy-{i}");
                await RunAsync(Spare * 32, "make", i.ToString(CultureInfo.InvariantCulture), file);
                await RunAsync(Spare + (3 * new FileInfo(file).Length), "file", file);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_mail_of_20_MB_is_read_in_a_heap_of_twice_its_size()
    {
        foreach (var kind in (await RunAsync(Spare, "kinds")).Split('\n'))
        {
            await RunAsync(2 * 20_000_000, "huge", kind);
        }
    }

    /// <summary>The largest that Exchange Online takes, in a tenth of it.</summary>
    [Fact]
    public async Task A_mail_of_150_MB_in_a_file_is_read_in_a_heap_of_16_MB()
    {
        var folder = Directory.CreateTempSubdirectory("tern-large-");
        try
        {
            foreach (var kind in (await RunAsync(Spare, "large-kinds")).Split('\n'))
            {
                await RunAsync(16 * 1024 * 1024, "large", kind, "150000000", Path.Combine(folder.FullName, "mail"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string> RunAsync(long heap, params string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Checkout.At($"artifacts/bin/Tern.Mail.Endurance/{configuration}/Tern.Mail.Endurance");
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + heap.ToString("x", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Ct);
        var said = (await process.StandardOutput.ReadToEndAsync(Ct)).Trim();
        await process.WaitForExitAsync(Ct);
        output.WriteLine($"{string.Join(' ', arguments)}: {said}");

        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}:\n{said}\n{await errors}");
        return said;
    }
}
