namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Mails with parts, as they come from outside.</summary>
internal static class Mails
{
    internal const string Head = "From: Ann <ann@customer.example>\nTo: support@contoso.example\nDate: Mon, 02 Mar 2026 07:59:00 +0000\nMIME-Version: 1.0\n";

    internal const string WithFile = Head + """
        Subject: Files
        Message-ID: <files@customer.example>
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        See the file.
        --b
        Content-Type: text/plain; name=list.txt
        Content-Disposition: attachment; filename=list.txt
        Content-Transfer-Encoding: base64

        YSxiLGM=
        --b--

        """;

    internal const string WithInlinePicture = Head + """
        Subject: Picture
        Message-ID: <picture@customer.example>
        Content-Type: multipart/related; boundary=b

        --b
        Content-Type: text/html

        <html><body><p onclick="run()">Look <img src="cid:logo"></p><script>alert(1)</script><a href="javascript:run()">go</a></body></html>
        --b
        Content-Type: image/png; name=logo.png
        Content-ID: <logo>
        Content-Disposition: inline; filename=logo.png
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=
        --b--

        """;

    internal const string WithMail = Head + """
        Subject: See below
        Message-ID: <outer@customer.example>
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        Forwarded.
        --b
        Content-Type: message/rfc822
        Content-Disposition: attachment

        From: Bob <bob@elsewhere.example>
        To: ann@customer.example
        Subject: The first one
        Message-ID: <inner@elsewhere.example>
        Date: Sun, 01 Mar 2026 07:00:00 +0000

        Inner text.
        --b--

        """;

    internal const string Invitation = Head + """
        Subject: Meeting
        Message-ID: <meeting@customer.example>
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain

        Come.
        --b
        Content-Type: text/calendar; method=REQUEST; charset=utf-8

        BEGIN:VCALENDAR
        METHOD:REQUEST
        BEGIN:VEVENT
        DTSTART;TZID=Europe/Berlin:20260310T100000
        DTEND;TZID=Europe/Berlin:20260310T110000
        LOCATION:Room 5
        SUMMARY:Meeting
        END:VEVENT
        END:VCALENDAR
        --b--

        """;

    internal const string Bounce = Head + """
        Subject: Undeliverable
        Message-ID: <ndr@customer.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: text/plain

        It did not go.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.customer.example

        Final-Recipient: rfc822; ann@customer.example
        Action: failed
        Status: 5.1.1

        --b--

        """;

    internal const string Encrypted = Head + """
        Subject: Secret
        Message-ID: <smime@customer.example>
        Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m
        Content-Disposition: attachment; filename=smime.p7m
        Content-Transfer-Encoding: base64

        MIAGCSqGSIb3

        """;

    internal const string Protected = Head + """
        Subject: Protected
        Message-ID: <ome@customer.example>
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        You have a protected message.
        --b
        Content-Type: application/x-microsoft-rpmsg-message; name=message.rpmsg
        Content-Disposition: attachment; filename=message.rpmsg
        Content-Transfer-Encoding: base64

        dujtAAAA
        --b--

        """;

    internal const string Answer = Head + """
        Subject: Re: Printer
        Message-ID: <answer@customer.example>
        In-Reply-To: <r1@desk.example>
        References: <q1@customer.example> <r1@desk.example>

        Thank you, it works.

        On Mon, 2 Mar 2026 at 07:00, Support wrote:
        > Please turn it on.

        """;
}
