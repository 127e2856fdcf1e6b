namespace Tern.Mail.Tests.Reading;

/// <summary>Ids, authors and bodies of mails that stretch the standards in other ways.</summary>
public sealed class StrangeThreadTests
{
    [Theory]
    [InlineData("<a@x> <b@y>", "a@x b@y")]
    [InlineData("<a@x>,<b@y>", "a@x b@y")]
    [InlineData("<a@x>\n\t<b@y>", "a@x b@y")]
    [InlineData("<a@x><b@y>", "a@x b@y")]
    [InlineData("a@x b@y", "a@x b@y")]
    [InlineData("\"Your message of Monday\" <a@x>", "a@x")]
    [InlineData("Message from Ann <ann@example.com> of Monday <a@x>", "ann@example.com a@x")]
    [InlineData("<a b@x>", "ab@x")]
    [InlineData("<a@x", "a@x")]
    [InlineData("<>", "")]
    [InlineData("", "")]
    public void References_are_read_however_they_are_parted(string written, string ids) =>
        Assert.Equal(ids, string.Join(' ', Strange.WithHeaders("References: " + written).References));

    [Theory]
    [InlineData("Message-ID: <a@x>", "a@x")]
    [InlineData("Message-Id:<a@x>", "a@x")]
    [InlineData("Message-ID: a@x", "a@x")]
    [InlineData("Message-ID:\n <a@x>", "a@x")]
    [InlineData("Message-ID: <>\nMessage-ID: <a@x>", "a@x")]
    [InlineData("Message-ID: <<a@x>>", "a@x")]
    [InlineData("Message-ID: <a>", "a")]
    [InlineData("Message-ID: <>", null)]
    [InlineData("MESSAGE-ID: <a@x> (added by server)", "a@x")]
    public void The_id_is_read(string headers, string? id) => Assert.Equal(id, Strange.Raw($"From: ann@example.com\nSubject: s\n{headers}\n\nHello\n").MessageId);

    [Theory]
    [InlineData("From: ann@example.com\nReply-To: desk@example.org", "ann@example.com")]
    [InlineData("From: ann@example.com\nReply-To: bob@example.com", "bob@example.com")]
    [InlineData("From: ann@example.com\nReply-To:", "ann@example.com")]
    [InlineData("From: ann@example.com\nReply-To: <>", "ann@example.com")]
    [InlineData("From: ann@example.com\nReply-To: nobody", "ann@example.com")]
    [InlineData("From: list@example.com\nX-Original-Sender: ann@example.com", "ann@example.com")]
    [InlineData("From: ann@example.com, bob@example.com\nSender: bob@example.com", "ann@example.com")]
    [InlineData("From: undisclosed:;\nSender: bob@example.com", "bob@example.com")]
    public void The_customer_is_who_wrote_it(string headers, string address) =>
        Assert.Equal(address, Strange.Raw($"{headers}\nTo: desk@example.org\nSubject: s\n\nHello\n").Customer?.Address);

    [Theory]
    [InlineData("=?utf-8?Q?a?=b", "ab")]
    [InlineData("x=?utf-8?Q?=C3=BC?=", "xü")]
    [InlineData("=?utf-8?Q?Gr=FC=DFe?=", "Grüße")]
    [InlineData("=?utf-8?B?R3L832U=?=", "Grüße")]
    [InlineData("=?gb2312?Q?=D6?=\n =?gb2312?Q?=D0?=", "中")]
    [InlineData("=?big5?B?pKQ=?=", "中")]
    [InlineData("=?shift_jis?B?g3aDig==?=", "プリ")]
    [InlineData("=?iso-2022-jp?B?GyRCJVc=?=\n =?iso-2022-jp?B?JWobKEI=?=", "プリ")]
    [InlineData("=?euc-kr?B?x8E=?=", "프")]
    [InlineData("=?ks_c_5601-1987?B?x8E=?=", "프")]
    [InlineData("=?koi8-r?B?79TXxdQ=?=", "Ответ")]
    [InlineData("=?win-1251?Q?=CE=F2=E2=E5=F2?=", "Ответ")]
    [InlineData("=?windows1251?Q?=CE=F2=E2=E5=F2?=", "Ответ")]
    [InlineData("=?x-mac-roman?Q?Gr=9F=A7e?=", "Grüße")]
    [InlineData("=?utf-8?q?=f0=9f=98=80?=", "😀")]
    [InlineData("=?utf-8?B?8J+Y?= =?utf-8?B?gA==?=", "😀")]
    [InlineData("=?utf-8?B?8J+YgA==", "=?utf-8?B?8J+YgA==")]
    [InlineData("=?utf-8?B?R3LDvMOfZQ===?=", "Grüße")]
    [InlineData("=?utf-8?B?R3LD vMOfZQ==?=", "Grüße")]
    [InlineData("=?UTF-8?Q?=5BTest=5D?=", "[Test]")]
    [InlineData("=?ISO-8859-1?Q?=22a=22?=", "\"a\"")]
    [InlineData("Re: =?utf-8?Q?Re=3A?= x", "Re: Re: x")]
    public void Words_in_any_charset_are_decoded(string written, string meant) => Assert.Equal(meant, Strange.WithHeaders("Subject: " + written).Subject);

    [Theory]
    [InlineData("Content-Type: text/plain; name=body.txt", "Hello", "Hello", 0)]
    [InlineData("Content-Type: text/plain\nContent-Disposition: inline", "Hello", "Hello", 0)]
    [InlineData("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt", "Hello", "", 1)]
    [InlineData("Content-Type: text/html; name=m.html\nContent-Disposition: inline", "<p>Hello</p>", "Hello", 0)]
    [InlineData("Content-Type: text/plain\nContent-Disposition: inline; filename=m.txt", "Hello", "Hello", 0)]
    public void The_only_part_is_the_body_unless_it_is_sent_as_a_file(string headers, string body, string text, int files)
    {
        var mail = Strange.Raw($"{Strange.Sender}Subject: s\n{headers}\n\n{body}\n");
        Assert.Equal((text, files), (mail.Text.Trim(), mail.Attachments.Count));
    }

    [Theory]
    [InlineData("Content-Type: application/pdf; name*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf")]
    [InlineData("Content-Type: application/pdf; name*0*=utf-8''Gr%C3%BC; name*1=sse.pdf", "Grüsse.pdf")]
    [InlineData("Content-Type: application/pdf; name=\"=?iso-8859-1?Q?Gr=FC=DFe.pdf?=\"", "Grüße.pdf")]
    [InlineData("Content-Type: application/pdf\nContent-Disposition: ; filename=a.pdf", "a.pdf")]
    [InlineData("Content-Type: application/pdf\nContent-Disposition: filename=a.pdf", "a.pdf")]
    [InlineData("Content-Type: application/pdf\nContent-Disposition: attachment filename=a.pdf", "a.pdf")]
    [InlineData("Content-Type: application/pdf\nContent-Disposition: attachment;\n\tfilename=\"a.pdf\";", "a.pdf")]
    [InlineData("Content-Type: application/pdf; name=a.pdf; name=b.pdf", "a.pdf")]
    [InlineData("Content-Type: pdf; name=a.pdf", "a.pdf")]
    [InlineData("Content-Type: application; name=a.pdf", "a.pdf")]
    [InlineData("Content-Type: application/pdf name=a.pdf", "a.pdf")]
    public void Names_are_found_in_either_header(string headers, string name) =>
        Assert.Equal([name], Strange.WithFile(headers + "\nContent-Transfer-Encoding: base64").Attachments.Select(a => a.Name));

    [Fact]
    public void An_inner_part_that_never_ends_ends_with_the_outer()
    {
        var mail = Strange.WithParts("multipart/mixed", "Content-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nHello\n--c\nContent-Type: text/html\n\n<p>Hello</p>",
            "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\naGVsbG8=");
        Assert.Equal("Hello", mail.Text.Trim());
        Assert.Equal(["a.pdf"], mail.Attachments.Select(a => a.Name));
    }

    [Fact]
    public void Two_files_in_a_text_are_both_taken_out()
    {
        var mail = Strange.WithHeaders("Subject: s", "begin 0644 a.txt\n%:&5L;&\\\n`\nend\nbegin 600 b c.txt\n%:&5L;&\\\n\nend\n");
        Assert.Equal(["a.txt", "b c.txt"], mail.Attachments.Select(a => a.Name));
    }

    [Fact]
    public void Files_of_one_name_are_told_apart()
    {
        const string File = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\naGVsbG8=";
        Assert.Equal(2, Strange.WithParts("multipart/mixed", File, File).Attachments.Select(a => a.Name).Distinct().Count());
    }
}
