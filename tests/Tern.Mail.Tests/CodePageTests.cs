using System.Diagnostics;

namespace Tern.Mail.Tests;

/// <summary>Old charsets are read in whatever order a process uses the library.</summary>
public sealed class CodePageTests
{
    [Fact]
    public async Task A_process_that_composes_first_still_reads_them()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-explicit", "only", "-method", $"{typeof(CodePageTests).FullName}.{nameof(Composes_first)}", "-noColor"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1", StringComparison.Ordinal), output);
    }

    /// <summary>Only means something in a process of its own, which the test above starts.</summary>
    [Fact(Explicit = true)]
    public void Composes_first()
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
