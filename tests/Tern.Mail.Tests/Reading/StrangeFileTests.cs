using Tern.Mail.Scorecard;

namespace Tern.Mail.Tests.Reading;

/// <summary>Names and contents of files as odd programs send them.</summary>
public sealed class StrangeFileTests
{
    [Theory]
    [InlineData("filename=\"a.pdf\"", "a.pdf")]
    [InlineData("filename=a b.pdf", "a b.pdf")]
    [InlineData("filename='a.pdf'", "a.pdf")]
    [InlineData("filename=\"=?utf-8?Q?Gr=C3=BC=C3=9Fe=2Epdf?=\"", "Grüße.pdf")]
    [InlineData("filename==?utf-8?Q?Gr=C3=BC=C3=9Fe=2Epdf?=", "Grüße.pdf")]
    [InlineData("filename=\"=?utf-8?B?R3LDvMOfZQ==?=\n =?utf-8?B?LnBkZg==?=\"", "Grüße.pdf")]
    [InlineData("filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf")]
    [InlineData("filename*=\"utf-8''Gr%C3%BC%C3%9Fe.pdf\"", "Grüße.pdf")]
    [InlineData("filename*=UTF-8'de'Gr%c3%bc%c3%9fe.pdf", "Grüße.pdf")]
    [InlineData("filename*=iso-8859-1''Gr%FC%DFe.pdf", "Grüße.pdf")]
    [InlineData("filename*=Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf")]
    [InlineData("filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=.pdf", "Grüße.pdf")]
    [InlineData("filename*1*=%C3%9Fe.pdf;\n filename*0*=utf-8''Gr%C3%BC", "Grüße.pdf")]
    [InlineData("filename*0*=utf-8''Gr%C3; filename*1*=%BC%C3%9Fe.pdf", "Grüße.pdf")]
    [InlineData("filename*0=\"Gr\"; filename*1=\"oss.pdf\"", "Gross.pdf")]
    [InlineData("filename*0=\"=?utf-8?Q?Gr=C3=BC=C3=9Fe\"; filename*1=\"=2Epdf?=\"", "Grüße.pdf")]
    [InlineData("filename*0=\"=?utf-8?Q?Gr=C3=BC?= \"; filename*1=\"=?utf-8?Q?=C3=9Fe.pdf?=\"", "Grüße.pdf")]
    [InlineData("filename=\"plain.pdf\"; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf")]
    [InlineData("filename=\"Gr%C3%BC%C3%9Fe.pdf\"", "Gr%C3%BC%C3%9Fe.pdf")]
    [InlineData("filename=\"C:\\\\temp\\\\a.pdf\"", "a.pdf")]
    [InlineData("filename=\"C:\\temp\\a.pdf\"", "a.pdf")]
    [InlineData("filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("filename=\"...\"", "file")]
    [InlineData("filename=\"\"", "file")]
    [InlineData("filename=\"a\n b.pdf\"", "a b.pdf")]
    [InlineData("filename=\"=?utf-8?Q?a=E2=80=AEfdp.exe?=\"", "afdp.exe")]
    [InlineData("filename=\"con.pdf\"", "_con.pdf")]
    [InlineData("filename=\"a.pdf", "a.pdf")]
    [InlineData("FILENAME=\"a.pdf\"; size=5", "a.pdf")]
    [InlineData("filename=\"a;b.pdf\"", "a;b.pdf")]
    [InlineData("filename=\"a \\\"b\\\".pdf\"", "a _b_.pdf")]
    [InlineData("name=\"a.pdf\"", "a.pdf")]
    public void Files_are_named_as_meant(string parameters, string name)
    {
        var mail = Strange.WithFile($"Content-Type: application/octet-stream\nContent-Disposition: attachment; {parameters}\nContent-Transfer-Encoding: base64");
        Assert.Equal([name], mail.Attachments.Select(a => a.Name));
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", mail.Attachments[0].Md5);
    }

    [Theory]
    [InlineData("gb2312", "报告.pdf")]
    [InlineData("windows-1251", "отчет.pdf")]
    [InlineData("utf-8", "Grüße.pdf")]
    [InlineData("iso-8859-1", "Grüße.pdf")]
    public void Raw_letters_in_a_file_name_are_read(string charset, string name)
    {
        var raw = Strange.In(charset, name);
        var mail = Strange.Raw($"{Strange.Sender}Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset={charset}\n\nHello\n--b\n" +
            $"Content-Type: application/pdf; name=\"{raw}\"\nContent-Disposition: attachment; filename=\"{raw}\"\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--b--\n");
        Assert.Equal([name], mail.Attachments.Select(a => a.Name));
    }

    [Theory]
    [InlineData("base64", "aGVsbG8=", "hello")]
    [InlineData("BASE64", "aGVs\nbG8", "hello")]
    [InlineData("\"base64\"", "aGVsbG8=", "hello")]
    [InlineData("base64 ", "aGVsbG8g!aGVsbG8=\n", "hello hello")]
    [InlineData("base64", "aGVsbG8=aGVsbG8=", "hellohello")]
    [InlineData("base64", "aGVsbG8=\naGVsbG8=\n", "hellohello")]
    [InlineData("base64", "aGVsbG8=\n\n-- \nlist footer", "hello")]
    [InlineData("base64; x=y", "aGVsbG8=", "hello")]
    [InlineData("base-64", "aGVsbG8=", "hello")]
    [InlineData("x-base64", "aGVsbG8=", "hello")]
    [InlineData("quoted-printable", "hel=6co", "hello")]
    [InlineData("quoted-printable", "hel=\nlo=", "hello")]
    [InlineData("quoted-printable", "hel= \t\nlo", "hello")]
    [InlineData("quoted-printable", "he=XYllo", "he=XYllo")]
    [InlineData("Quoted-Printable", "a=3D=3d", "a==")]
    [InlineData("quotedprintable", "a=3D", "a=")]
    [InlineData("8 bit", "hello", "hello")]
    [InlineData("x-uuencode", "begin 644 a.txt\n%:&5L;&\\\n`\nend", "hello")]
    [InlineData("unheard-of", "hello", "hello")]
    public void Contents_are_decoded_as_far_as_they_can_be(string encoding, string body, string content)
    {
        var mail = Strange.WithFile($"Content-Type: application/octet-stream; name=a.bin\nContent-Disposition: attachment\nContent-Transfer-Encoding: {encoding}", body);
        Assert.Equal(content, System.Text.Encoding.Latin1.GetString(Assert.Single(mail.Attachments).Bytes()).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("<img src=\"cid:a@b\">", true)]
    [InlineData("<img src='cid:a@b'>", true)]
    [InlineData("<img src=cid:a@b>", true)]
    [InlineData("<img src=\"CID:A@B\">", true)]
    [InlineData("<img src=\"cid:a%40b\">", true)]
    [InlineData("<img src=\" cid:a@b \">", true)]
    [InlineData("<td background=\"cid:a@b\">x</td>", true)]
    [InlineData("<div style=\"background:url(cid:a@b)\">x</div>", true)]
    [InlineData("<img src=\"cid:other\">", false)]
    [InlineData("<p>none</p>", false)]
    public void A_picture_is_inline_where_the_page_shows_it(string markup, bool isInline)
    {
        var mail = Strange.WithParts("multipart/related", $"Content-Type: text/html\n\n{markup}",
            "Content-Type: image/png; name=a.png\nContent-ID: <a@b>\nContent-Transfer-Encoding: base64\n\naGVsbG8=");
        Assert.Equal(isInline, Assert.Single(mail.Attachments).IsInline);
    }

    [Theory]
    [InlineData("application/pdf", "document.pdf")]
    [InlineData("image/jpeg", "image.jpg")]
    [InlineData("application/x-nobody-knows", "file")]
    [InlineData("text/csv", "file.csv")]
    public void A_file_without_a_name_gets_one_from_its_type(string type, string name) =>
        Assert.Equal(name, Strange.WithFile($"Content-Type: {type}\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64").Attachments[0].Name);

    [Fact]
    public void A_very_long_name_keeps_its_end()
    {
        var mail = Strange.WithFile($"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"{new string('x', 400)}.pdf\"\nContent-Transfer-Encoding: base64");
        Assert.EndsWith(".pdf", mail.Attachments[0].Name, StringComparison.Ordinal);
        Assert.True(mail.Attachments[0].Name.Length <= 150);
    }
}
