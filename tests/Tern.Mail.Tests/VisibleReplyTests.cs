using System.Text;

namespace Tern.Mail.Tests;

public sealed class VisibleReplyTests
{
    [Theory]
    [InlineData("Yes.\n\nOn Mon, 2 Mar 2026 at 08:00, Desk <desk@example.org> wrote:\n> Really?\n")]
    [InlineData("Yes.\n\nOn Mon, 2 Mar 2026 at 08:00, A Desk With A Rather Long Name <\ndesk@example.org> wrote:\n\n> Really?\n")]
    [InlineData("Yes.\n\nAm 02.03.2026 um 08:00 schrieb Desk:\n> Wirklich?\n")]
    [InlineData("Yes.\n\nAm Mo., 2. März 2026 um 08:00 Uhr schrieb Desk <desk@example.org>:\n\n> Wirklich?\n")]
    [InlineData("Yes.\n\nLe lun. 2 mars 2026 à 08:00, Desk <desk@example.org> a écrit :\n\n> Vraiment ?\n")]
    [InlineData("Yes.\n\nEl lun, 2 mar 2026 a las 8:00, Desk (<desk@example.org>) escribió:\n\n> ¿De verdad?\n")]
    [InlineData("Yes.\n\n-----Original Message-----\nFrom: Desk\nSent: Monday\nTo: Ann\nSubject: x\n\nReally?\n")]
    [InlineData("Yes.\n\n-----Ursprüngliche Nachricht-----\nVon: Desk\n\nWirklich?\n")]
    [InlineData("Yes.\n\n________________________________\nFrom: Desk <desk@example.org>\nSent: Monday, March 2, 2026 8:00\nTo: Ann\nSubject: x\n\nReally?\n")]
    [InlineData("Yes.\n\nVon: Desk <desk@example.org>\nGesendet: Montag, 2. März 2026 08:00\nAn: Ann\nBetreff: x\n\nWirklich?\n")]
    [InlineData("Yes.\n\nDe : Desk <desk@example.org>\nEnvoyé : lundi 2 mars 2026 08:00\nÀ : Ann\nObjet : x\n\nVraiment ?\n")]
    [InlineData("Yes.\n\nDe: Desk <desk@example.org>\nEnviado: lunes, 2 de marzo de 2026 8:00\nPara: Ann\nAsunto: x\n\n¿De verdad?\n")]
    [InlineData("Yes.\n-- \nAnn Example\nExample Ltd\n")]
    [InlineData("Yes.\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 08:00, Desk <desk@example.org> wrote:\n>\n> Really?\n")]
    [InlineData("Yes.\n\nVon meinem iPhone gesendet\n")]
    [InlineData("On Mon, 2 Mar 2026, Desk wrote:\n> Really?\n\nYes.\n")]
    public void Only_what_was_written_now_is_left(string text) => Assert.Equal("Yes.", Plain(text).VisibleText);

    [Theory]
    [InlineData("I wrote this list of 3 things:\n- a\n- b")]
    [InlineData("From: the beginning it was broken.\nIt still is.")]
    [InlineData("The log says:\n\n2026-03-02 08:00 error\n\nand then 10:30 nothing.")]
    [InlineData("Please use --\noption")]
    [InlineData("> Is it red?\nYes.\n\n> Is it blue?\nNo.")]
    public void Words_that_only_look_like_a_quote_stay(string text) => Assert.Equal(text, Plain(text).VisibleText);

    [Theory]
    [InlineData("> only a quote\n")]
    [InlineData("-- \nAnn\n")]
    [InlineData("---------- Forwarded message ---------\nFrom: Ann <ann@example.com>\nDate: today\nSubject: x\n\nhello\n")]
    public void Nothing_left_means_all_of_it(string text) => Assert.Equal(text.Trim(), Plain(text).VisibleText);

    [Theory]
    [InlineData("<div dir=ltr>Yes.</div><br><div class=\"gmail_quote\"><div class=gmail_attr>On Monday Desk wrote:<br></div><blockquote class=gmail_quote>Really?</blockquote></div>")]
    [InlineData("<p>Yes.</p><div class=\"moz-cite-prefix\">Am 02.03.26 um 8:00 schrieb Desk:<br></div><blockquote type=\"cite\">Wirklich?</blockquote>")]
    [InlineData("<div>Yes.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>Von:</b> Desk</div><div>Wirklich?</div>")]
    [InlineData("<div>Yes.</div><div id=\"x_divRplyFwdMsg\"><b>From:</b> Desk</div><div>Really?</div>")]
    [InlineData("<p class=MsoNormal>Yes.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Von:</b> Desk</p></div></div><p class=MsoNormal>Wirklich?</p>")]
    [InlineData("<div>Yes.</div><div class=yahoo_quoted>Really?</div>")]
    [InlineData("Yes.<br><br><div>-- <br>Ann</div>")]
    [InlineData("Yes.<br><div id=\"Signature\">Ann Example</div>")]
    public void The_marks_of_the_common_clients_are_known(string html)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes("From: a@example.com\nContent-Type: text/html; charset=utf-8\n\n" + html));

        Assert.Equal("Yes.", mail.VisibleText);
        Assert.True(mail.Text.Length > mail.VisibleText.Length);
    }

    [Fact]
    public void What_the_words_set_apart_is_gone_from_the_HTML_too()
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes("""
            From: a@example.com
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            Yes.

            From: Desk <desk@example.org>
            Sent: Monday, March 2, 2026 8:00
            To: Ann
            Subject: x

            Really?
            --b
            Content-Type: text/html; charset=utf-8

            <table><tr><td><p>Yes.</p><pre>one
            two
            From: Desk &lt;desk@example.org&gt;
            Sent: Monday, March 2, 2026 8:00
            To: Ann
            Subject: x</pre><p>Really?<img src="cid:logo"></p></td></tr></table><hr>
            --b--
            """));

        Assert.Equal("Yes.", mail.VisibleText);
        Assert.Contains("<p>Yes.</p><pre>one\ntwo", mail.VisibleHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Desk", mail.VisibleHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Really?", mail.VisibleHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", mail.VisibleHtml, StringComparison.Ordinal);
        Assert.Contains("Really?", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Really?", mail.RestText, StringComparison.Ordinal);
    }

    private static IncomingMail Plain(string text) =>
        MailReader.Read(Encoding.UTF8.GetBytes("From: a@example.com\nContent-Type: text/plain; charset=utf-8\n\n" + text));
}
