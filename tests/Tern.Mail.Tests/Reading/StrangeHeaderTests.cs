namespace Tern.Mail.Tests.Reading;

/// <summary>Headers as old, careless and broken programs write them.</summary>
public sealed class StrangeHeaderTests
{
    [Theory]
    [InlineData("windows-1251", "Не работает принтер")]
    [InlineData("koi8-r", "Не работает принтер")]
    [InlineData("gb18030", "打印机坏了，请帮忙")]
    [InlineData("big5", "印表機壞了")]
    [InlineData("shift_jis", "プリンタが動きません")]
    [InlineData("euc-kr", "프린터가 고장났습니다")]
    [InlineData("iso-8859-2", "Drukarka nie działa, proszę")]
    [InlineData("iso-8859-7", "Ο εκτυπωτής δεν λειτουργεί")]
    [InlineData("windows-1256", "الطابعة لا تعمل")]
    public void Raw_letters_in_headers_are_read_by_the_charset_of_the_body(string charset, string text)
    {
        var mail = Strange.Raw($"From: \"{Strange.In(charset, text)}\" <ann@example.com>\nTo: desk@example.org\nSubject: {Strange.In(charset, text)}\nContent-Type: text/plain; charset={charset}\n\nHello\n");
        Assert.Equal(text, mail.Subject);
        Assert.Equal(text, mail.From!.Name);
    }

    [Theory]
    [InlineData("=?UTF-8?B?w7w=?==?UTF-8?B?w6Q=?=", "üä")]
    [InlineData("=?utf-8?b?w7w=?= =?utf-8?q?=c3=a4?=", "üä")]
    [InlineData("=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ==?=", "Grüße")]
    [InlineData("=?utf-8?Q?Gr=C3=BC=C3=9Fe aus Ulm?=", "Grüße aus Ulm")]
    [InlineData("=?iso-8859-1*de?Q?Gr=FC=DFe?=", "Grüße")]
    [InlineData("=?utf-8*en-US?B?SGVsbG8=?=", "Hello")]
    [InlineData("Re: =?utf-8?B?R3LDvMOfZQ?=", "Re: Grüße")]
    [InlineData("\"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\"", "\"Grüße\"")]
    [InlineData("(=?utf-8?Q?a?= b)", "(a b)")]
    [InlineData("=?cp1252?Q?=80_5?=", "€ 5")]
    [InlineData("=?utf8?Q?=E2=82=AC?=", "€")]
    [InlineData("=?x-unknown?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?unknown-8bit?Q?Gr=FC=DFe?=", "Grüße")]
    [InlineData("=?us-ascii?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")]
    [InlineData("=?iso-2022-jp?B?GyRCJDMkcxsoQg==?=", "こん")]
    [InlineData("=?iso-8859-8-i?Q?=F9=EC=E5=ED?=", "שלום")]
    [InlineData("=?utf-7?Q?Gr+APwA3w-e?=", "Grüße")]
    [InlineData("=?unicode-1-1-utf-7?Q?Gr+APwA3w-e?=", "Grüße")]
    [InlineData("=?utf-8?Q?a?b=3F?=", "a?b?")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("=?utf-8?Q??=", "")]
    [InlineData("Rechnung =?utf-8?Q?f=C3=BCr?= Mai", "Rechnung für Mai")]
    [InlineData("=?windows-1252?Q?=93quoted=94?=", "“quoted”")]
    [InlineData("=?ISO-8859-1?Q?a?=\n =?ISO-8859-1?Q?_b?=", "a b")]
    [InlineData("a\n\tb", "a b")]
    [InlineData("a\n   \n b", "a b")]
    [InlineData("a =?utf-8?Q?b=0D=0ABcc:_x?=", "a b Bcc: x")]
    [InlineData("ok = ?no? =?", "ok = ?no? =?")]
    public void Subjects_are_decoded_as_a_person_would(string written, string meant) => Assert.Equal(meant, Strange.WithHeaders("Subject: " + written).Subject);

    [Theory]
    [InlineData("Subject : spaced", "spaced")]
    [InlineData("SUBJECT: loud", "loud")]
    [InlineData("Subject:\nSubject: second", "second")]
    [InlineData("Subject: first\nSubject: second", "first")]
    [InlineData("Subject:\n folded", "folded")]
    [InlineData("Subject:tight", "tight")]
    public void The_subject_is_found_however_its_header_is_written(string headers, string subject) => Assert.Equal(subject, Strange.WithHeaders(headers).Subject);

    [Theory]
    [InlineData("Ann Lee <ann@example.com>", "ann@example.com", "Ann Lee")]
    [InlineData("ann@example.com (Ann Lee)", "ann@example.com", "Ann Lee")]
    [InlineData("Lee, Ann <ann@example.com>", "ann@example.com", "Lee, Ann")]
    [InlineData("\"Lee, Ann\" <ann@example.com>", "ann@example.com", "Lee, Ann")]
    [InlineData("'Ann Lee' <ann@example.com>", "ann@example.com", "Ann Lee")]
    [InlineData("<@a.example,@b.example:ann@example.com>", "ann@example.com", null)]
    [InlineData("\"ann lee\"@example.com", "\"ann lee\"@example.com", null)]
    [InlineData("Ann Lee ann@example.com", "ann@example.com", "Ann Lee")]
    [InlineData("Ann <ann@example.com", "ann@example.com", "Ann")]
    [InlineData("Ann <<ann@example.com>>", "ann@example.com", "Ann")]
    [InlineData("Ann < ann@example.com >", "ann@example.com", "Ann")]
    [InlineData("Ann [Sales] <ann@example.com>", "ann@example.com", "Ann [Sales]")]
    [InlineData("Ann @ Home <ann@example.com>", "ann@example.com", "Ann @ Home")]
    [InlineData("ann@example.com <ann@example.com>", "ann@example.com", "ann@example.com")]
    [InlineData("\"ann@example.com\" <ann@example.com>", "ann@example.com", "ann@example.com")]
    [InlineData("Ann: Lee <ann@example.com>", "ann@example.com", "Ann: Lee")]
    [InlineData("\"Ann \\\"A\\\" Lee\" <ann@example.com>", "ann@example.com", "Ann \"A\" Lee")]
    [InlineData("\"=?utf-8?Q?J=C3=BCrgen?=\" <ann@example.com>", "ann@example.com", "Jürgen")]
    [InlineData("=?utf-8?Q?J=C3=BCrgen,_Ann?= <ann@example.com>", "ann@example.com", "Jürgen, Ann")]
    [InlineData("=?utf-8?Q?J=C3=BCrgen?= =?utf-8?Q?_Lee?=<ann@example.com>", "ann@example.com", "Jürgen Lee")]
    [InlineData("=?utf-8?B?SsO8cmdlbiA8YW5uQGV4YW1wbGUuY29tPg==?=", "ann@example.com", "Jürgen")]
    [InlineData("ann@example.com, bob@example.com", "ann@example.com", null)]
    [InlineData("mailto:ann@example.com", "ann@example.com", null)]
    [InlineData("Ann <mailto:ann@example.com>", "ann@example.com", "Ann")]
    [InlineData("Ann (the boss) <ann@example.com>", "ann@example.com", "Ann")]
    [InlineData("ann@[192.0.2.1]", "ann@[192.0.2.1]", null)]
    [InlineData("Dr. Ann B. Lee <ann.lee@example.com>", "ann.lee@example.com", "Dr. Ann B. Lee")]
    [InlineData("ann.@example.com", "ann.@example.com", null)]
    [InlineData("<ann@example.com>;", "ann@example.com", null)]
    [InlineData("\"Ann <ann@example.com>", "ann@example.com", "Ann")]
    [InlineData("ann@xn--mller-kva.example", "ann@xn--mller-kva.example", null)]
    public void The_author_is_found_in_any_writing(string written, string address, string? name)
    {
        var mail = Strange.Raw($"From: {written}\nTo: desk@example.org\nSubject: s\n\nHello\n");
        Assert.Equal((address, name), (mail.From?.Address, mail.From?.Name));
    }

    [Fact]
    public void Addresses_beyond_ASCII_are_kept_as_written()
    {
        var mail = Strange.Raw("From: " + Strange.In("utf-8", "Jürgen <jürgen@müller.example>") + "\nSubject: s\n\nHello\n");
        Assert.Equal(new MailAddress("jürgen@müller.example", "Jürgen"), mail.From);
    }

    [Theory]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("Undisclosed recipients: ;", "")]
    [InlineData("Friends: a@example.com, Bob <b@example.com>;", "a@example.com b@example.com")]
    [InlineData("a@example.com; b@example.com", "a@example.com b@example.com")]
    [InlineData("a@example.com,, b@example.com,", "a@example.com b@example.com")]
    [InlineData("a@example.com\n\t, b@example.com", "a@example.com b@example.com")]
    public void Everybody_it_went_to_is_found(string written, string addresses)
    {
        var mail = Strange.Raw($"From: ann@example.com\nTo: {written}\nSubject: s\n\nHello\n");
        Assert.Equal(addresses, string.Join(' ', mail.To.Select(t => t.Address)));
    }

    [Theory]
    [InlineData("Mon, 6 Jul 26 09:30:00 +0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("6 Jul 2026 09:30 +0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon, 6 Jul 2026 09:30:00", "2026-07-06T09:30:00+00:00")]
    [InlineData("Mon, 6 Jul 2026 09:30:00 EST", "2026-07-06T09:30:00-05:00")]
    [InlineData("Mon, 6 Jul 2026 09:30:00 GMT", "2026-07-06T09:30:00+00:00")]
    [InlineData("Mon, 6 Jul 2026 09:30:00 +0200 (CEST)", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon, 06 Jul 2026 09:30:00 GMT+0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon Jul  6 09:30:00 2026", "2026-07-06T09:30:00+00:00")]
    [InlineData("2026-07-06T09:30:00+02:00", "2026-07-06T09:30:00+02:00")]
    [InlineData("2026-07-06 09:30:00 +0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon, 6 Jul 2026 09:30:00 +02:00", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mo, 6 Jul 2026 09:30:00 +0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon, 6 Jul 2026 9:30:00 PM +0200", "2026-07-06T21:30:00+02:00")]
    [InlineData("Monday, 06-Jul-26 09:30:00 UTC", "2026-07-06T09:30:00+00:00")]
    [InlineData("Mon,6 Jul 2026 09:30:00 -0000", "2026-07-06T09:30:00+00:00")]
    [InlineData("2026-07-06T09:30:00Z", "2026-07-06T09:30:00+00:00")]
    [InlineData("Mon, 6 Jul 2026 09:30:00.123 +0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon, 6 July 2026 09:30:00 +0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon, 6 Jul 2026 09.30.00 +0200", "2026-07-06T09:30:00+02:00")]
    [InlineData("Mon, 6 Jul 2026 09:30:00 +0200 <x>", "2026-07-06T09:30:00+02:00")]
    public void Dates_are_read_in_every_usual_form(string written, string meant)
    {
        var mail = Strange.Raw($"From: ann@example.com\nDate: {written}\nSubject: s\n\nHello\n");
        Assert.Equal(DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture), mail.Date);
    }

    [Fact]
    public void A_sender_stands_for_a_missing_author() =>
        Assert.Equal("bob@example.com", Strange.Raw("Sender: bob@example.com\nSubject: s\n\nHello\n").From!.Address);

    [Fact]
    public void An_empty_author_before_a_real_one_does_not_hide_it() =>
        Assert.Equal("ann@example.com", Strange.Raw("From:\nFrom: ann@example.com\nSubject: s\n\nHello\n").From!.Address);
}
