using System.Text;
using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Tests;

/// <summary>Whether a message that is told in parts has come to its end.</summary>
public sealed class EndWatchTests
{
    private const string Multipart = "Content-Type: multipart/mixed; boundary=\"=_b\"\r\n\r\n--=_b\r\n\r\nwords\r\n";

    [Theory]
    [InlineData("Subject: plain\r\n\r\nwords", true)]
    [InlineData("Subject: plain\r\n\r\nContent-Type: multipart/mixed; boundary=b\r\n", true)]
    [InlineData(Multipart, false)]
    [InlineData(Multipart + "--=_b", false)]
    [InlineData(Multipart + "--=_b--", true)]
    [InlineData(Multipart + "--=_b--\r\nSent by a list.\r\n", true)]
    [InlineData("Subject: x\r\ncontent-type: Multipart/Related;\r\n\ttype=\"text/html\";\r\n\tboundary=_000_x\r\n\r\n--_000_x\r\n", false)]
    [InlineData("Subject: x\r\ncontent-type: Multipart/Related;\r\n\ttype=\"text/html\";\r\n\tboundary=_000_x\r\n\r\n--_000_x\r\n\r\n--_000_x--\r\n", true)]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nno line is named\r\n", true)]
    [InlineData("", true)]
    public async Task The_line_that_ends_the_last_part_tells(string message, bool hasEnd)
    {
        foreach (var block in (int[])[1, 7, 4096])
        {
            await using var watch = new EndWatch(new MemoryStream(Encoding.ASCII.GetBytes(message)));

            Assert.Equal(message, await ReadAsync(watch, block));
            Assert.Equal(hasEnd, watch.HasEnd);
        }
    }

    [Fact]
    public async Task A_long_message_is_known_by_its_first_and_last_bytes()
    {
        var body = Multipart + string.Concat(Enumerable.Repeat("a line of the file\r\n", 100_000));
        await using var cut = new EndWatch(new MemoryStream(Encoding.ASCII.GetBytes(body)));
        await using var whole = new EndWatch(new MemoryStream(Encoding.ASCII.GetBytes(body + "--=_b--\r\n")));

        await ReadAsync(cut, 100_000);
        await ReadAsync(whole, 5_000);

        Assert.Equal((false, true), (cut.HasEnd, whole.HasEnd));
    }

    private static async Task<string> ReadAsync(EndWatch watch, int block)
    {
        var (read, buffer) = (new StringBuilder(), new byte[block]);
        while (await watch.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
        {
            read.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return read.ToString();
    }
}
