using System.Globalization;
using System.Text;

namespace Tern.Benchmarks.Understanding;

/// <summary>Mails of the sizes that come to a help desk, as Exchange Online hands them out: forty headers, questions, answers with the history below. One seed, one set.</summary>
internal sealed class SampleMails(int seed)
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);

    internal IReadOnlyList<byte[]> Make(MailKind kind, int count)
    {
        var prose = new Prose(_random);
        return [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes(Make(kind, i, prose)))];
    }

    private string Make(MailKind kind, int number, Prose prose)
    {
        var mail = new StringBuilder();
        Headers(mail, number, prose);
        var text = Text(number, prose);
        switch (kind)
        {
            case MailKind.Text:
                mail.Append("Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 8bit\r\nMIME-Version: 1.0\r\n\r\n").AppendJoin("\r\n", text).Append("\r\n");
                break;
            case MailKind.Html:
                mail.Append("Content-Type: multipart/alternative; boundary=\"_000_alternative_\"\r\nMIME-Version: 1.0\r\n\r\n");
                Alternatives(mail, text);
                break;
            default:
                mail.Append("Content-Type: multipart/mixed; boundary=\"_004_mixed_\"\r\nMIME-Version: 1.0\r\n\r\n--_004_mixed_\r\n");
                mail.Append("Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n").AppendJoin("\r\n", text).Append("\r\n");
                File(mail, $"invoice-{number}.pdf", "application/pdf", _random.Next(40_000, 400_000));
                File(mail, $"photo-{number}.jpg", "image/jpeg", _random.Next(40_000, 400_000));
                mail.Append("--_004_mixed_--\r\n");
                break;
        }

        return mail.ToString();
    }

    private void Headers(StringBuilder mail, int number, Prose prose)
    {
        var date = Begin.AddMinutes(number).ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        for (var hop = 0; hop < 5; hop++)
        {
            mail.Append($"Received: from AM0PR0{hop}MB1234.eurprd0{hop}.prod.outlook.com (2603:10a6:208:12{hop}::20)\r\n by DB9PR0{hop}MB5678.eurprd0{hop}.prod.outlook.com with HTTPS; {date}\r\n");
        }

        mail.Append($"ARC-Seal: i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.com; cv=none;\r\n b={Token(120)}\r\n {Token(120)}\r\n");
        mail.Append($"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=customer.example; s=selector1;\r\n h=From:Date:Subject:Message-ID:Content-Type:MIME-Version;\r\n bh={Token(43)}=;\r\n b={Token(120)}\r\n {Token(120)}\r\n");
        mail.Append($"Authentication-Results: spf=pass (sender IP is 192.0.2.{number % 250}) smtp.mailfrom=customer.example;\r\n dkim=pass (signature was verified) header.d=customer.example;dmarc=pass action=none header.from=customer.example;compauth=pass reason=100\r\n");
        mail.Append($"From: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes($"Jörg Müller {number}"))}?= <joerg.mueller{number}@customer.example>\r\n");
        mail.Append($"To: Support <support@desk.example>, \"Second, Line\" <second@desk.example>\r\nCc: ann.other{number}@customer.example\r\n");
        mail.Append($"Subject: =?utf-8?Q?R=C3=BCckfrage:_?= {prose.Sentence()}\r\nThread-Topic: {prose.Sentence()}\r\nThread-Index: {Token(30)}\r\nDate: {date}\r\n");
        mail.Append($"Message-ID: <{Token(40)}@AM0PR0{number % 9}MB1234.eurprd01.prod.outlook.com>\r\n");
        mail.Append($"References: <{Token(40)}@desk.example>\r\n <{Token(40)}@customer.example>\r\nIn-Reply-To: <{Token(40)}@desk.example>\r\nAccept-Language: de-DE, en-US\r\nContent-Language: de-DE\r\n");
        foreach (var name in (string[])["Organization-AuthSource", "Organization-AuthAs", "Organization-MessageDirectionality", "Organization-Network-Message-Id", "Organization-SCL", "AntiSpam-MessageData-0", "AntiSpam-MessageData-ChunkCount", "CrossTenant-Id", "CrossTenant-FromEntityHeader", "CrossTenant-OriginalArrivalTime", "Transport-EndToEndLatency", "Processed-By-BccFoldering"])
        {
            mail.Append($"X-MS-Exchange-{name}: {Token(_random.Next(8, 200))}\r\n");
        }

        mail.Append($"X-Microsoft-Antispam-Message-Info:\r\n {Token(400)}\r\n {Token(400)}\r\nReturn-Path: joerg.mueller{number}@customer.example\r\n");
    }

    /// <summary>A third asks, a third answers with the history quoted line by line, a third with the history below a block of headers.</summary>
    private List<string> Text(int number, Prose prose)
    {
        List<string> text = ["Hello,", "", .. prose.Lines(_random.Next(1, 6)), "Kind regards", "Jörg Müller", "-- ", "Customer AG, Hauptstraße 1, 10115 Berlin", ""];
        if (number % 3 == 1)
        {
            text.Add("On Mon, 2 Nov 2026 at 09:12, Support <support@desk.example> wrote:");
            text.AddRange(prose.Lines(_random.Next(3, 12)).Select(line => "> " + line));
        }
        else if (number % 3 == 2)
        {
            text.AddRange(["Von: Support <support@desk.example>", "Gesendet: Montag, 2. November 2026 09:12", "An: Jörg Müller <joerg.mueller@customer.example>", "Betreff: Rückfrage", "", .. prose.Lines(_random.Next(3, 12))]);
        }

        return text;
    }

    private static void Alternatives(StringBuilder mail, List<string> text)
    {
        mail.Append("--_000_alternative_\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n").AppendJoin("\r\n", text);
        mail.Append("\r\n--_000_alternative_\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        mail.Append("<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns=\"http://www.w3.org/TR/REC-html40\">\r\n<head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\r\n");
        mail.Append("<style><!--\r\np.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:\"Calibri\",sans-serif;}\r\na:link {color:#0563C1; text-decoration:underline;}\r\ndiv.WordSection1 {page:WordSection1;}\r\n--></style></head>\r\n");
        mail.Append("<body lang=\"DE\" link=\"#0563C1\" vlink=\"#954F72\" style=\"word-wrap:break-word\"><div class=\"WordSection1\">\r\n");
        foreach (var line in text)
        {
            if (line.StartsWith("Von: ", StringComparison.Ordinal))
            {
                mail.Append("<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\">\r\n");
            }

            mail.Append("<p class=\"MsoNormal\"><span lang=\"EN-US\" style=\"mso-fareast-language:EN-US\">").Append(line.Length == 0 ? "&nbsp;" : line.Replace("<", "&lt;")).Append("<o:p></o:p></span></p>\r\n");
        }

        mail.Append("<table border=\"0\" cellpadding=\"0\"><tr><td style=\"padding:.75pt\"><a href=\"https://customer.example/impressum\">customer.example</a></td><td><img width=\"120\" src=\"https://customer.example/logo.png\" alt=\"Logo\"></td></tr></table>\r\n");
        mail.Append("</div></body></html>\r\n--_000_alternative_--\r\n");
    }

    private void File(StringBuilder mail, string name, string type, int size)
    {
        var content = new byte[size];
        _random.NextBytes(content);
        mail.Append($"--_004_mixed_\r\nContent-Type: {type}; name=\"{name}\"\r\nContent-Description: {name}\r\nContent-Disposition: attachment; filename=\"{name}\"; size={size}\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        mail.Append(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
    }

    private string Token(int length)
    {
        var token = new char[length];
        for (var i = 0; i < length; i++)
        {
            token[i] = (char)('a' + _random.Next(26));
        }

        return new string(token);
    }
}
