namespace Tern.Mail.Tests.Composing;

/// <summary>What leaves the house, to the letter.</summary>
public sealed class WholeMailTests
{
    private static readonly MessageBody Signature = new("Desk, Example Ltd");

    [Fact]
    public void A_reply_has_words_signature_and_quote_in_both_forms()
    {
        var quote = new QuotedMessage(Sample.Introduction, new MessageBody("The printer burns.\n> Did it ever work?\nYes.\n\nOn 1 March 2026, Desk wrote:\n> Hello"));
        var content = ContentComposer.Compose(new MessageBody("Hello Ann,\n\nplease take the grey one."), Signature, quote);

        Assert.Equal(
            """
            From: Desk <desk@example.org>
            To: Ann Example <ann@example.com>
            Subject: Re: Printer [#7]
            Date: Mon, 02 Mar 2026 09:30:00 +0100
            Message-Id: <reply.1@example.org>
            In-Reply-To: <question.1@example.com>
            References: <question.1@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="part-1"

            --part-1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hello Ann,

            please take the grey one.

            --=20
            Desk, Example Ltd

            On 2 March 2026 at 08:00, Ann Example <ann@example.com> wrote:
            > The printer burns.
            >> Did it ever work?
            > Yes.

            --part-1
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 7bit

            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head><body><div>Hello Ann,<br>
            <br>
            please take the grey one.</div>
            <br>
            <div class="moz-signature">-- <br>
            <div>Desk, Example Ltd</div></div>
            <br>
            <div class="moz-cite-prefix">On 2 March 2026 at 08:00, Ann Example &lt;ann@example.com&gt; wrote:</div>
            <blockquote type="cite" style="margin: 0 0 0 0.8ex; border-left: 2px solid #cccccc; padding-left: 1ex"><div>The printer burns.<br>
            &gt; Did it ever work?<br>
            Yes.</div></blockquote></body></html>

            --part-1--

            """,
            Sample.Source(Sample.With(content)));
    }

    [Fact]
    public void A_forward_has_the_note_and_the_message_under_its_headers()
    {
        var message = new MessageToForward
        {
            Labels = Sample.Labels,
            From = new MailAddress("ann@example.com", "Ann Example"),
            Date = "2 March 2026 08:00",
            Subject = "Printer",
            To = [new MailAddress("desk@example.org", "Desk"), new MailAddress("bob@example.com", null)],
            Body = new MessageBody("The printer burns."),
        };
        var content = ContentComposer.Forward(new MessageBody("Can you take this?"), message, Signature);
        var mail = Sample.With(content) with
        {
            To = [new MailAddress("smith@example.net", null)],
            Subject = MailSubject.Forward("Re: Printer"),
            InReplyTo = null,
            Attachments = [.. content.Attachments, Sample.File("log.pdf", 3)],
        };

        Assert.Equal(
            """
            From: Desk <desk@example.org>
            To: smith@example.net
            Subject: Fwd: Printer
            Date: Mon, 02 Mar 2026 09:30:00 +0100
            Message-Id: <reply.1@example.org>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="part-1"

            --part-1
            Content-Type: multipart/alternative; boundary="part-2"

            --part-2
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Can you take this?

            --=20
            Desk, Example Ltd

            ---------- Forwarded message ----------
            From: Ann Example <ann@example.com>
            Date: 2 March 2026 08:00
            Subject: Printer
            To: Desk <desk@example.org>, bob@example.com

            The printer burns.

            --part-2
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 7bit

            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head><body><div>Can you take this?</div>
            <br>
            <div class="moz-signature">-- <br>
            <div>Desk, Example Ltd</div></div>
            <br>
            <div class="moz-forward-container">---------- Forwarded message ----------<br>
            <b>From:</b> Ann Example &lt;ann@example.com&gt;<br>
            <b>Date:</b> 2 March 2026 08:00<br>
            <b>Subject:</b> Printer<br>
            <b>To:</b> Desk &lt;desk@example.org&gt;, bob@example.com<br>
            <br>
            <div>The printer burns.</div></div></body></html>

            --part-2--

            --part-1
            Content-Type: application/pdf; name=log.pdf
            Content-Disposition: attachment; filename=log.pdf
            Content-Transfer-Encoding: base64

            AAAA

            --part-1--

            """,
            Sample.Source(mail));
    }

    [Fact]
    public void A_notification_says_that_a_machine_made_it()
    {
        var mail = Sample.With(ContentComposer.Compose(new MessageBody("Ticket 7 is yours."))) with
        {
            To = [new MailAddress("agent@example.org", null)],
            Subject = "Ticket 7 was assigned to you",
            InReplyTo = null,
            Kind = OutgoingKind.Notification,
            NotificationMark = "assigned.7",
        };

        Assert.Equal(
            """
            From: Desk <desk@example.org>
            To: agent@example.org
            Subject: Ticket 7 was assigned to you
            Date: Mon, 02 Mar 2026 09:30:00 +0100
            Message-Id: <reply.1@example.org>
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: All
            X-Tern-Notification: assigned.7
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="part-1"

            --part-1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Ticket 7 is yours.

            --part-1
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 7bit

            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head><body><div>Ticket 7 is yours.</div></body></html>

            --part-1--

            """,
            Sample.Source(mail));
    }

    [Fact]
    public void An_acknowledgement_answers_the_mail_it_is_for()
    {
        var mail = Sample.With(ContentComposer.Compose(new MessageBody("We got your mail."), Signature)) with
        {
            Subject = MailSubject.AutomaticAnswer("Re: Printer [#7]"),
            References = ["root@example.com"],
            Kind = OutgoingKind.Acknowledgement,
            NotificationMark = "received.7",
        };

        Assert.Equal(
            """
            From: Desk <desk@example.org>
            To: Ann Example <ann@example.com>
            Subject: Auto: Printer [#7]
            Date: Mon, 02 Mar 2026 09:30:00 +0100
            Message-Id: <reply.1@example.org>
            In-Reply-To: <question.1@example.com>
            References: <root@example.com> <question.1@example.com>
            Auto-Submitted: auto-replied
            X-Auto-Response-Suppress: All
            X-Tern-Notification: received.7
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="part-1"

            --part-1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            We got your mail.

            --=20
            Desk, Example Ltd

            --part-1
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 7bit

            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head><body><div>We got your mail.</div>
            <br>
            <div class="moz-signature">-- <br>
            <div>Desk, Example Ltd</div></div></body></html>

            --part-1--

            """,
            Sample.Source(mail));
    }

    [Fact]
    public void A_picture_stands_beside_the_page_that_shows_it()
    {
        var content = ContentComposer.Compose(new MessageBody(null, "<p>Press <img src=\"cid:key@desk\" alt=\"the key\"></p>") { Pictures = [Sample.Picture("key@desk")] });

        Assert.Equal(
            """
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="part-1"

            --part-1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Press [the key]

            --part-1
            Content-Type: multipart/related; boundary="part-2";
            	type="text/html"

            --part-2
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 7bit

            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head><body><div><p>Press <img src="cid:key@desk" alt="the key"></p></div></body></html>

            --part-2
            Content-Type: image/png; name=1.png
            Content-Disposition: inline; filename=1.png
            Content-Transfer-Encoding: base64
            Content-Id: <key@desk>

            AQID

            --part-2--

            --part-1--

            """,
            Sample.Source(Sample.With(content)).Split("References: <question.1@example.com>\n")[1]);
    }
}
