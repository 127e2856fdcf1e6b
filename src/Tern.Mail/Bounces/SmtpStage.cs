namespace Tern.Mail.Bounces;

/// <summary>Which command of SMTP was refused, as the report tells it.</summary>
internal enum SmtpStage
{
    /// <summary>It does not tell.</summary>
    Unknown,

    /// <summary>MAIL FROM, or the greeting before it: about the sender.</summary>
    Sender,

    /// <summary>RCPT TO: about the address.</summary>
    Recipient,

    /// <summary>DATA or its end: about the message, for the address had been accepted (RFC 5321 §3.3).</summary>
    Message,
}

/// <summary>Reads the stage out of what servers write about it.</summary>
internal static class SmtpStages
{
    /// <param name="said">The diagnostic of one recipient.</param>
    /// <param name="prose">What the notice says of that recipient.</param>
    /// <param name="notice">All of the notice.</param>
    internal static SmtpStage Of(string said, string prose, string notice)
    {
        var both = said + "\n" + prose;
        bool Has(string words) => both.Contains(words, StringComparison.OrdinalIgnoreCase);

        // Postfix: "(in reply to end of DATA command)"; Exim: "after RCPT TO:<…>"; Yahoo: "[RCPT_TO]"; qmail: "for RCPT TO response"; Sendmail: ">>> DATA".
        if (Has("after MAIL FROM") || Has("reply to MAIL FROM") || Has("[MAIL_FROM]") || Has("my name was rejected") || Has("sender was rejected"))
        {
            return SmtpStage.Sender;
        }

        var transcript = Transcript(said, prose, notice);
        if (transcript != SmtpStage.Unknown)
        {
            return transcript;
        }

        if (Has("RCPT") && !Has(">>> DATA"))
        {
            return SmtpStage.Recipient;
        }

        return Has("end of DATA") || Has("command DATA") || Has("final DATA") ? SmtpStage.Message : SmtpStage.Unknown;
    }

    /// <summary>Sendmail shows what was said: the last command before the refusal is the one that was refused.</summary>
    private static SmtpStage Transcript(string said, string prose, string notice)
    {
        var words = said[(said.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
        var answer = words.Length == 0 ? -1 : notice.IndexOf("<<< " + words[..Math.Min(40, words.Length)], StringComparison.OrdinalIgnoreCase);
        var command = answer < 0 ? Command(prose, prose.Length) : Command(notice, answer);
        return command switch
        {
            ['M' or 'm', 'A' or 'a', ..] => SmtpStage.Sender,
            ['R' or 'r', 'C' or 'c', ..] => SmtpStage.Recipient,

            // Commands sent together (RFC 2920 §3.1) are refused one after the other. "No valid recipients" answers DATA where every RCPT was refused
            // (RFC 5321 §3.3); after a bare 503 it is not shown which answer belongs to which.
            ['D' or 'd', 'A' or 'a', ..] => notice.Contains("no valid recipients", StringComparison.OrdinalIgnoreCase) ? SmtpStage.Recipient
                : notice.Contains("<<< 503", StringComparison.Ordinal) ? SmtpStage.Unknown : SmtpStage.Message,
            _ => SmtpStage.Unknown,
        };
    }

    private static string Command(string transcript, int before)
    {
        var at = before == 0 ? -1 : transcript.LastIndexOf(">>> ", before - 1, StringComparison.Ordinal);
        return at < 0 ? "" : transcript[(at + 4)..Math.Min(transcript.Length, at + 8)];
    }
}
