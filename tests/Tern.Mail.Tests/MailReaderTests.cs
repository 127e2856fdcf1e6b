using System.Text;

namespace Tern.Mail.Tests;

public sealed class MailReaderTests
{
    [Fact]
    public void A_stream_is_read_from_where_it_stands()
    {
        using var stream = new MemoryStream();
        stream.Write("xx"u8);
        stream.Write("From: a@example.com\nSubject: s\n\nhello"u8);
        stream.Position = 2;

        var mail = MailReader.Read(stream);

        Assert.Equal("a@example.com", mail.From?.Address);
        Assert.Equal("hello", mail.Text);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void A_deep_page_needs_no_deep_stack()
    {
        var html = string.Concat(Enumerable.Repeat("<div><b>", 5000)) + "core";
        string? text = null;
        var thread = new Thread(() => text = MailReader.Read(Encoding.ASCII.GetBytes("Content-Type: text/html\n\n" + html)).Html, 1024 * 1024);
        thread.Start();
        thread.Join();

        Assert.Contains("core", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: =?us-ascii?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("Subject: =?utf-8?B?R3LDvMOf?=\n =?utf-8?B?ZQ==?=", "Grüße")]
    [InlineData("Subject:   a\n\tb  ", "a b")]
    [InlineData("Subject:\nSubject: second", "second")]
    public void Subjects_are_read_as_a_person_would(string header, string expected) => Assert.Equal(expected, Read(header + "\n\nx").Subject);

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\\\temp\\\\a.txt", "a.txt")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("...", "document.pdf")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    public void Names_of_files_are_safe(string given, string expected)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes($"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"{given}\"\n\nx"));

        Assert.Equal(expected, Assert.Single(mail.Attachments).Name);
        Assert.Equal("", mail.Text);
    }

    [Fact]
    public void Text_made_from_html_keeps_lists_links_and_tables()
    {
        var mail = Read("Content-Type: text/html\n\n<p>Hi</p><ol><li>one<li>two</ol><a href=\"https://example.com/\">here</a><table><tr><th>a<th>b<tr><td>1<td>2</table>");

        Assert.Equal("Hi\n\n1. one\n2. two\nhere <https://example.com/>\n\na | b\n1 | 2", mail.Text);
    }

    [Fact]
    public void Flowed_lines_are_joined() =>
        Assert.Equal("one two\nthree", Read("Content-Type: text/plain; format=flowed\n\none \ntwo\nthree").Text.Trim());

    private static IncomingMail Read(string mail) => MailReader.Read(Encoding.UTF8.GetBytes(mail));
}
