using System.Net;
using System.Text;

namespace Tern.Mail.Tests.Replies;

/// <summary>A reply is told from what it quotes, in every language and as every mail program writes it, as text and as HTML.</summary>
public sealed class ReplyLanguageTests
{
    private const string Old = "The printer is on fire.";

    public static TheoryData<string, string> TextForms() => Cross("gmail", "apple", "thunderbird", "outlook", "outlook-rule", "device");

    public static TheoryData<string, string> HtmlForms() => Cross("gmail", "apple", "thunderbird", "outlook-classic", "outlook-new", "outlook-mobile", "outlook-web");

    [Theory]
    [MemberData(nameof(TextForms))]
    public void Reply_in_text_is_told_from_what_it_quotes(string language, string program)
    {
        var sample = Sample(language);
        var quoted = $"> {Old}\n> Please help.";
        var body = program switch
        {
            "gmail" => $"{sample.Reply}\n\n{sample.Gmail}\n\n{quoted}",
            "apple" => $"{sample.Reply}\n\n{sample.Apple}\n\n{quoted}",
            "thunderbird" => $"{sample.Reply}\n\n{sample.Thunderbird}\n{quoted}",
            "outlook" => $"{sample.Reply}\n\n________________________________\n{string.Join('\n', sample.Outlook)}\n\n{Old}",
            "outlook-rule" => $"{sample.Reply}\n\n{sample.Rule}\n{string.Join('\n', sample.Outlook)}\n\n{Old}",
            _ => $"{sample.Reply}\n\n{sample.Device}\n\n{sample.Apple}\n\n{quoted}",
        };

        Check(Mail("text/plain", body), sample.Reply);
    }

    [Theory]
    [MemberData(nameof(HtmlForms))]
    public void Reply_in_HTML_is_told_from_what_it_quotes(string language, string program)
    {
        var sample = Sample(language);
        var reply = WebUtility.HtmlEncode(sample.Reply);
        string E(string text) => WebUtility.HtmlEncode(text);
        var block = string.Join("<br>", sample.Outlook.Select(l => $"<b>{E(l[..(l.IndexOf(':') + 1)])}</b>{E(l[(l.IndexOf(':') + 1)..])}"));
        var body = program switch
        {
            "gmail" => $"""<div dir="auto">{reply}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{E(sample.Gmail)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>{Old}</div></blockquote></div>""",
            "apple" => $"""<html><body>{reply}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>{E(sample.Apple)}</div><br><div>{Old}</div></blockquote></div></body></html>""",
            "thunderbird" => $"""<p>{reply}</p><div class="moz-cite-prefix">{E(sample.Thunderbird)}<br></div><blockquote type="cite" cite="mid:1@example.com"><p>{Old}</p></blockquote>""",
            "outlook-classic" => $"""<div class="WordSection1"><p class="MsoNormal">{reply}</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{block}</p></div></div><p class="MsoNormal">{Old}</p></div>""",
            "outlook-new" => $"""<div class="elementToProof">{reply}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>{block}</font></div><div>{Old}</div>""",
            "outlook-mobile" => $"""<div dir="ltr">{reply}</div><div id="ms-outlook-mobile-signature" dir="ltr">{E(sample.Device)}</div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">{block}</div><div>{Old}</div>""",
            _ => $"""<div id="x_divtagdefaultwrapper"><p>{reply}</p></div><hr tabindex="-1"><div id="x_divRplyFwdMsg" dir="ltr">{block}</div><div>{Old}</div>""",
        };

        var mail = Mail("text/html", body);

        Check(mail, sample.Reply);
        Assert.Contains(sample.Reply, WebUtility.HtmlDecode(mail.VisibleHtml), StringComparison.Ordinal);
        Assert.DoesNotContain(Old, mail.VisibleHtml, StringComparison.Ordinal);
    }

    private static void Check(IncomingMail mail, string reply)
    {
        Assert.Equal(reply, mail.VisibleText.Trim());
        Assert.Contains(Old, mail.RestText, StringComparison.Ordinal);
        Assert.Contains(Old, mail.Text, StringComparison.Ordinal);
    }

    private static IncomingMail Mail(string type, string body) =>
        MailReader.Read(Encoding.UTF8.GetBytes($"From: Bob <bob@example.com>\r\nContent-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\n"));

    private static ReplySamples.Language Sample(string code) => ReplySamples.All.Single(l => l.Code == code);

    private static TheoryData<string, string> Cross(params string[] programs)
    {
        var data = new TheoryData<string, string>();
        foreach (var language in ReplySamples.All)
        {
            foreach (var program in programs)
            {
                data.Add(language.Code, program);
            }
        }

        return data;
    }
}
