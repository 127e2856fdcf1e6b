using System.Text;

namespace Tern.Mail.Tests;

/// <summary>Texts nobody wrote by hand. Up to 8 MB they are read in whole; of more, the beginning, so that a large mail stays under twice its size in memory.</summary>
public sealed class LongTextTests
{
    private const string Cut = "The text is longer than can be shown; the rest is in the source.";
    private const int Whole = 8 * 1024 * 1024;

    [Theory]
    [InlineData("8bit")]
    [InlineData("quoted-printable")]
    [InlineData("base64")]
    public void A_text_of_8_MB_is_read_in_whole(string encoding)
    {
        var text = Lines(Whole - 100) + "the end";

        var mail = Read("text/plain", encoding, text);

        Assert.Equal(text, mail.Text);
        Assert.Equal("the end", mail.VisibleText[^7..]);
        Assert.DoesNotContain(Cut, mail.Problems);
    }

    [Theory]
    [InlineData("8bit")]
    [InlineData("quoted-printable")]
    [InlineData("base64")]
    public void Of_a_longer_one_the_beginning_is_read_and_that_is_said(string encoding)
    {
        var text = Lines(Whole + 100);

        var mail = Read("text/plain", encoding, text);

        Assert.Equal(text[..mail.Text.Length], mail.Text);
        Assert.InRange(mail.Text.Length, 1_000_000, 1_100_000);
        Assert.Contains(Cut, mail.Problems);
    }

    [Fact]
    public void What_an_encoding_makes_three_times_as_long_is_measured_by_what_it_means()
    {
        var text = string.Concat(Enumerable.Repeat(new string('я', 40) + "\n", 80_000));

        var mail = Read("text/plain", "quoted-printable", text);

        Assert.Equal(text, mail.Text);
        Assert.DoesNotContain(Cut, mail.Problems);
    }

    [Fact]
    public void Base64_in_lines_of_four_letters_is_measured_by_what_it_means()
    {
        var text = Lines(7_500_000);
        var letters = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        var body = string.Join("\r\n", letters.Chunk(4).Select(four => new string(four)));

        var mail = MailReader.Read(Encoding.ASCII.GetBytes($"From: a@example.com\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n"));

        Assert.Equal(text, mail.Text);
        Assert.DoesNotContain(Cut, mail.Problems);
    }

    [Fact]
    public void Pictures_in_the_markup_take_no_room_from_the_words_after_them()
    {
        var picture = $"<img alt=\"\" src=\"data:image/png;base64,{new string('A', Whole / 2)}\">";

        var mail = Read("text/html", "8bit", $"<p>One.</p>{picture}<p>Two: \"data: 5\"</p>{picture}<p title='data:'>Three.</p>");

        Assert.Equal("One.\n\nTwo: \"data: 5\"\n\nThree.", mail.Text);
        Assert.DoesNotContain(Cut, mail.Problems);
    }

    [Fact]
    public void Of_longer_markup_the_beginning_is_read_and_that_is_said()
    {
        var mail = Read("text/html", "8bit", string.Concat(Enumerable.Repeat("<p>Some words</p>\n", Whole / 10)));

        Assert.StartsWith("<p>Some words</p>", mail.Html, StringComparison.Ordinal);
        Assert.InRange(mail.Html!.Length, 50_000, 70_000);
        Assert.Contains(Cut, mail.Problems);
    }

    private static string Lines(int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; text.Length < length; i++)
        {
            text.Append("This is line ").Append(i).Append(" of a log that somebody sent.\n");
        }

        return text.ToString();
    }

    private static IncomingMail Read(string type, string encoding, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var body = encoding switch
        {
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)),
            "quoted-printable" => QuotedPrintable(bytes),
            _ => bytes,
        };
        return MailReader.Read((byte[])[.. Encoding.ASCII.GetBytes($"From: a@example.com\r\nContent-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"), .. body]);
    }

    // Lines end where the text's do; none of these is too long.
    private static byte[] QuotedPrintable(byte[] bytes)
    {
        var encoded = new MemoryStream(bytes.Length);
        foreach (var b in bytes)
        {
            if (b > 126 || b == (byte)'=')
            {
                encoded.Write(Encoding.ASCII.GetBytes($"={b:X2}"));
            }
            else
            {
                encoded.WriteByte(b);
            }
        }

        return encoded.ToArray();
    }
}
