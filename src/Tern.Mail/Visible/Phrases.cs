namespace Tern.Mail.Visible;

/// <summary>
/// What mail programs write around a reply, in the languages they come in: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Turkish,
/// Arabic, Hebrew, Chinese, Japanese, Korean, and the Nordic ones and Czech as far as known. A language more is a word more in each line here. Patterns of regular expressions.
/// </summary>
internal static class Phrases
{
    /// <summary>"wrote", wherever it stands in the sentence.</summary>
    internal const string Wrote =
        @"\b(?:wrote|writes|schrieb|schreibt|geschrieben|[ée]crit|escribi[óo]|escrito|escreveu|scritto|scrive|schreef|geschreven|skrev|skrifaði|napisał|napisała|napisał\(a\)|napisana|pisze|napsal|kirjoitti|написал|написала|пишет|yazdı|yazdi)(?=\W|$)"
        + @"|كتب|كتبت|تمت كتابة|כתב|כתבה|מאת|写道|寫道|书写|のメール|書きました|さんは書きました|が書いた|작성|쓴 글|님이 씀";

    /// <summary>What such a sentence begins with.</summary>
    internal const string Opening =
        "on|at|am|um|le|el|em|il|op|den|på|dnia|w dniu|dne|tor|man|tir|ons|fre|lør|søn|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|no dia|wiadomość|pon|wt|śr|czw|pt|sob|niedz|пн|вт|ср|чт|пт|сб|вс|[0-9]|[٠-٩]|在|於|于|في|ב";

    /// <summary>The rule between a reply and the mail it answers or forwards.</summary>
    internal const string Original =
        "original message|original appointment|original email|forwarded message|reply message|ursprüngliche nachricht|ursprüngliche mail|original-?nachricht|weitergeleitete nachricht|weitergeleitete mail"
        + "|message d['’]origine|message original|message transféré|message initial|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato"
        + "|oorspronkelijk bericht|doorgestuurd bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|исходное сообщение|пересланное сообщение"
        + "|özgün ileti|orijinal (?:mesaj|ileti)|iletilen (?:ileti|mesaj)|الرسالة الأصلية|رسالة معاد توجيهها|הודעה מקורית|הודעה שהועברה|邮件原件|原始邮件|原始郵件|转发的邮件|轉寄的郵件|元のメッセージ|転送メッセージ|원본 메시지|전달된 메일";

    /// <summary>The name of the header that tells who wrote.</summary>
    internal const string From = "from|von|de|da|van|från|fra|od|от|lähettäjä|kimden|gönderen|من|מאת|发件人|寄件者|差出人|送信者|보낸 ?사람";

    /// <summary>The names of the other headers of a quoted mail.</summary>
    internal const string Fields =
        "sent|date|to|cc|subject|reply-to|importance|gesendet(?: am)?|datum|an|kopie(?: \\(cc\\))?|betreff|antwort an|envoyé(?: le)?|à|objet|répondre à|enviado(?: el| em)?|fecha|para|asunto|responder a|enviada(?: em)?|data|assunto"
        + "|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|aihe|wysłano|do|dw|temat|дата|отправлено|кому|копия|тема"
        + "|gönderildi|gönderme tarihi|tarih|kime|bilgi|konu|تاريخ الإرسال|التاريخ|إلى|نسخة|الموضوع|נשלח|תאריך|אל|עותק|נושא|发送时间|日期|收件人|抄送|主题|寄件日期|收件者|副本|主旨|送信日時|日付|日時|宛先|件名|보낸 ?날짜|날짜|받는 ?사람|참조|제목";

    /// <summary>What a device or an app says for itself below the words of a person.</summary>
    internal const string Device =
        "(?:sent|get|from|someone) (?:from|via|with|by|for|my)?\\s*(?:my|mobile|galaxy|a phone|outlook|mail\\b|\\[mail\\]|mailbox|windows|yahoo|airmail|proton ?mail|samsung|iphone|ipad|gmail|thunderbird|blackberry)|(?:sent|from) (?:from|via|with) |from my |get outlook for"
        + "|von meinem .{1,40} gesendet|gesendet (?:von|mit|über) (?:meine|outlook|mail|der|yahoo|gmx|web)|diese nachricht wurde von meinem .{1,60} gesendet|outlook für (?:ios|android)|holen sie sich outlook"
        + "|envoyé (?:de|depuis|à partir de) (?:mon|ma|outlook|l['’])|télécharger outlook|obtenez outlook|enviado desde (?:mi|outlook|el)|obtener outlook|enviado (?:do|a partir do) (?:meu|outlook)|obter o outlook"
        + "|inviato da(?:l mio)? |(?:scarica|ottieni) outlook|(?:verzonden|verstuurd) (?:met|vanaf|vanuit) |outlook voor (?:ios|android)|sendt fra min|skickat från min|lähetetty |wysłane z |pobierz (?:program |aplikację )?outlook"
        + "|отправлено (?:с|из) |скачать outlook|(?:iphone|ipad|android)['’]?u?mdan gönderildi|.{1,30} tarafından gönderildi|(?:ios|android) için outlook|أ?ُ?رسلت من |تم الإرسال من |الحصول على outlook|נשלח מ|להורדת outlook|קבל את outlook"
        + "|[從从].{1,20}[傳传]送|发自我的|發自我的|获取 ?outlook|取得 ?outlook|iphoneから送信|.{1,20}から送信|outlook for (?:ios|android) ?を|나의 .{1,20}에서 보냄|.{1,20}에서 보냈습니다|(?:ios|android)용 outlook";
}
