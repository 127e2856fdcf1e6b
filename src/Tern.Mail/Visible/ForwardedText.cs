using System.Text.RegularExpressions;
using MimeKit.Utils;
using Tern.Mail.Reading;

namespace Tern.Mail.Visible;

/// <summary>A mail passed on inside the text: an announcement, then the headers of the mail in the sender's language.</summary>
internal static partial class ForwardedText
{
    private const int MaxHeaderLines = 12;

    internal static ForwardedMail? Find(string text)
    {
        if (Announcement().Match(text) is not { Success: true } start)
        {
            return null;
        }

        MailAddress? from = null;
        var subject = "";
        DateTimeOffset? date = null;
        foreach (var line in text[(start.Index + start.Length)..].Split('\n', MaxHeaderLines + 1).Take(MaxHeaderLines))
        {
            if (Field().Match(line.TrimStart('>', ' ', '*', '\t').TrimEnd()) is not { Success: true } field)
            {
                continue;
            }

            var value = field.Groups["value"].Value.Trim().Trim('*').Trim();
            if (field.Groups["from"].Success)
            {
                from ??= LooseAddress.Find(value) ?? (value.Length > 0 ? new MailAddress("", value) : null);
            }
            else if (field.Groups["subject"].Success)
            {
                subject = subject.Length == 0 ? value : subject;
            }
            else if (field.Groups["date"].Success && DateUtils.TryParse(value, out var read))
            {
                date ??= read;
            }
        }

        return from is null ? null : new ForwardedMail(from, subject, date, MessageId: null, IsAttached: false);
    }

    [GeneratedRegex(@"^[>\s]*(?:[-_]{2,}\s*(?:forwarded (?:message|by)|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|wiadomość przekazana|пересланное сообщение|iletilen ileti|الرسالة المُعاد توجيهها|הודעה שהועברה|转发的邮件|転送メッセージ|전달된 메일)[^\n]*|(?:" + Phrases.Forwarded + @")\s*[:：][^\n]*)$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Announcement();

    [GeneratedRegex(@"^(?:(?<from>from|von|de|da|van|od|от|kimden|gönderen|من|מאת|发件人|差出人|보낸 ?사람)|(?<subject>subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|тема|konu|الموضوع|נושא|主题|件名|제목)|(?<date>date|sent|datum|gesendet|envoyé|fecha|enviado|data|verzonden|wysłano|дата|отправлено|tarih|التاريخ|תאריך|日期|发送时间|日時|送信日時|날짜))\s*\*?\s*[:：]\s*(?<value>.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
