namespace Tern.Mail.Tests.Reading;

/// <summary>Text whose label is missing, unknown or wrong.</summary>
public sealed class StrangeCharsetTests
{
    [Theory]
    [InlineData("utf8", "utf-8", "Grüße")]
    [InlineData("UTF_8", "utf-8", "Grüße")]
    [InlineData("\"utf-8\"", "utf-8", "Grüße")]
    [InlineData("'utf-8'", "utf-8", "Grüße")]
    [InlineData("us-ascii", "utf-8", "Grüße")]
    [InlineData("iso-8859-1", "utf-8", "Grüße €")]
    [InlineData("utf-8", "windows-1252", "Grüße €")]
    [InlineData("iso-8859-1", "windows-1252", "“Grüße” €")]
    [InlineData("iso-8859-15", "iso-8859-15", "Grüße €")]
    [InlineData("x-unknown", "utf-8", "Grüße")]
    [InlineData("unknown-8bit", "windows-1252", "Grüße")]
    [InlineData("iso-8859-8-i", "iso-8859-8", "שלום")]
    [InlineData("logical", "iso-8859-8", "שלום")]
    [InlineData("cp1252", "windows-1252", "Grüße")]
    [InlineData("win-1251", "windows-1251", "Привет, мир")]
    [InlineData("windows1251", "windows-1251", "Привет, мир")]
    [InlineData("cp-1251", "windows-1251", "Привет, мир")]
    [InlineData("x-cp1251", "windows-1251", "Привет, мир")]
    [InlineData("koi8r", "koi8-r", "Привет, мир")]
    [InlineData("koi8-u", "koi8-u", "Привіт, Київ")]
    [InlineData("ibm866", "cp866", "Привет")]
    [InlineData("GB2312", "gb18030", "镕基珅")]
    [InlineData("big5-hkscs", "big5", "印表機")]
    [InlineData("x-euc-jp", "euc-jp", "プリンタ")]
    [InlineData("ks_c_5601-1987", "ks_c_5601-1987", "똠방각하")]
    [InlineData("x-windows-949", "ks_c_5601-1987", "똠방각하")]
    [InlineData("shift-jis", "shift_jis", "プリンタ①")]
    [InlineData("iso-8859-9", "windows-1254", "Şişli ğ")]
    [InlineData("ISO8859-2", "iso-8859-2", "działa")]
    [InlineData("iso-8859-6-i", "iso-8859-6", "الطابعة")]
    [InlineData("macintosh", "macintosh", "Grüße")]
    [InlineData("x-mac-roman", "macintosh", "Grüße")]
    [InlineData("iso-8859-10", "windows-1252", "å ö ä")]
    [InlineData("tis-620", "windows-874", "เครื่องพิมพ์")]
    [InlineData("utf-16le", "utf-16", "Grüße")]
    [InlineData("utf-16", "utf-16", "Grüße")]
    public void Text_is_read_by_what_its_label_can_mean(string label, string real, string text)
    {
        var mail = Strange.WithBody("text/plain; charset=" + label, Strange.Base64(Strange.In(real, text)), "base64");
        Assert.Equal(text, mail.Text.Trim());
    }

    [Theory]
    [InlineData("utf-7", "Gr+APwA3w-e +- x", "Grüße + x")]
    [InlineData("unicode-1-1-utf-7", "+BB8EQAQ4BDIENQRC-", "Привет")]
    [InlineData("iso-2022-jp", "\u001b$B%W%j\u001b(B", "プリ")]
    [InlineData("iso-2022-jp", "\u001b(I1\u001b(B", "ｱ")]
    [InlineData("iso-2022-jp", "\u001b$B-!\u001b(B", "①")]
    [InlineData("iso-2022-kr", "\u001b$)C\u000eGA\u000f", "프")]
    [InlineData("hz-gb-2312", "~{VPND~}", "中文")]
    [InlineData("us-ascii", "\u001b$B%W%j\u001b(B", "プリ")]
    [InlineData("us-ascii", "a ~{b~} ~ c", "a ~{b~} ~ c")]
    public void Charsets_of_seven_bits_are_read(string label, string written, string text) =>
        Assert.Equal(text, Strange.WithBody("text/plain; charset=" + label, written + "\n", "7bit").Text.Trim());

    [Theory]
    [InlineData("gb18030", "您好，打印机坏了，请尽快帮忙处理，谢谢。")]
    [InlineData("big5", "您好，印表機壞了，請儘快幫忙處理，謝謝。")]
    [InlineData("shift_jis", "プリンタが動きません。よろしくお願いします。")]
    [InlineData("euc-kr", "프린터가 고장났습니다. 도와 주세요. 감사합니다.")]
    [InlineData("windows-1251", "Здравствуйте, не работает принтер, помогите пожалуйста.")]
    [InlineData("koi8-r", "Здравствуйте, не работает принтер, помогите пожалуйста.")]
    [InlineData("windows-1251", "Привет")]
    [InlineData("koi8-r", "Re: Заказ на принтер 4711")]
    [InlineData("euc-jp", "プリンタが動きません。よろしくお願いします。")]
    [InlineData("gb18030", "Re: 打印机坏了")]
    [InlineData("windows-1253", "Ο εκτυπωτής δεν λειτουργεί")]
    [InlineData("windows-1255", "המדפסת לא עובדת היום")]
    [InlineData("windows-1256", "الطابعة لا تعمل منذ اليوم")]
    [InlineData("windows-1252", "Übermäßig große Grüße, été à Liège, señor")]
    [InlineData("windows-1252", "ÄÖÜäöüß")]
    public void Text_that_says_nothing_of_its_charset_is_recognised(string charset, string text)
    {
        var mail = Strange.Raw($"{Strange.Sender}Subject: {Strange.In(charset, text)}\n\n{Strange.In(charset, text)}\n");
        Assert.Equal(text, mail.Text.Trim());
        Assert.Equal(text, mail.Subject);
    }

    [Fact]
    public void The_page_says_its_charset_where_the_header_does_not()
    {
        var page = "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\"></head><body>" + Strange.In("windows-1251", "Привет") + "</body></html>";
        Assert.Equal("Привет", Strange.WithBody("text/html", page).Text);
    }
}
