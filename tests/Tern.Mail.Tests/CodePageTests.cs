using System.Diagnostics;

namespace Tern.Mail.Tests;

/// <summary>Old charsets are read in whatever order a process uses the library.</summary>
public sealed class CodePageTests
{
    private const string InFreshProcess = "TERN_TEST_IN_FRESH_PROCESS";

    [Fact]
    public async Task A_process_that_composes_first_still_reads_them()
    {
        if (Environment.GetEnvironmentVariable(InFreshProcess) is not null)
        {
            ComposeThenRead();
            return;
        }

        // The order only counts in a process that has done nothing yet, so this test runs itself in one.
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment[InFreshProcess] = "yes";
        start.ArgumentList.Add("-noColor");
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(CodePageTests).FullName}.{nameof(A_process_that_composes_first_still_reads_them)}");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1", StringComparison.Ordinal), output);
    }

    private static void ComposeThenRead()
    {
        var mail = new OutgoingMail
        {
            From = new MailAddress("desk@example.org", "Schöner Desk"),
            To = [new MailAddress("ann@example.com", null)],
            Subject = "Grüße",
            MessageId = "1.2@example.org",
            Text = "Hello",
            Date = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
        };
        MailComposer.Compose(mail, 100_000);

        var read = MailReader.Read("Subject: =?gb2312?B?xOO6ww==?= =?iso-2022-jp?B?GyRCJUYlOSVIGyhC?= =?koi8-r?B?8NLJ18XU?=\r\n\r\nx\r\n"u8.ToArray());
        Assert.Equal("你好テストПривет", read.Subject);
    }
}
