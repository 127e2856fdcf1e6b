namespace Tern.Mail.Visible;

/// <summary>
/// What mail programs write around a reply, in the languages they come in: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Turkish,
/// Arabic, Hebrew, Chinese, Japanese, Korean, and the Nordic ones and Czech as far as known. A language more is a word more in each line here. Patterns of regular expressions.
/// </summary>
internal static class Phrases
{
    /// <summary>"wrote", wherever it stands in the sentence.</summary>
    internal const string Wrote =
        @"\b(?:wrote|writes|schrieb|schreibt|geschrieben|[ée]crit|escribi[óo]|escrito|escreveu|scritto|scrive|schreef|geschreven|skrev|skrifaði|napisał|napisała|napisał\(a\)|napisana|pisze|napsal|kirjoitti|написал|написала|пишет|yazdı|yazdi|írta)(?=\W|$)"
        + @"|كتب|كتبت|تمت كتابة|כתב|כתבה|מאת|写道|寫道|书写|のメール|書きました|さんは書きました|が書いた|작성|쓴 글|님이 씀";

    /// <summary>Who wrote, where it is the writer or the reader and no quoted third.</summary>
    internal const string Ourselves =
        @"\b(?:(?-i:I)|we|you|ich|wir|j['’]ai|nous avons|vous avez|ho scritto|abbiamo scritto|hai scritto|avete scritto|he escrito|hemos escrito|ha escrito usted|eu|nós|você|ik|wij|we|u|я|мы|вы)\b|(?-i:\bSie\b)|כתבתי|כתבנו|كتبنا|我|您|你|私|僕|제가|내가|저는";

    /// <summary>What such a sentence begins with.</summary>
    internal const string Opening =
        "on|at|am|um|le|el|em|às|il|op|den|på|dnia|w dniu|dne|tor|man|tir|ons|fre|lør|søn|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|no dia|wiadomość|pon|wt|śr|czw|pt|sob|niedz|пн|вт|ср|чт|пт|сб|вс|[0-9]|[٠-٩]|在|於|于|في|ב";

    /// <summary>The rule between a reply and the mail it answers or forwards.</summary>
    internal const string Original =
        "original message|original appointment|original email|forwarded message|reply message|ursprüngliche nachricht|ursprüngliche mail|original-?nachricht|weitergeleitete nachricht|weitergeleitete mail"
        + "|message d['’]origine|message original|message transféré|message initial|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato"
        + "|oorspronkelijk bericht|doorgestuurd bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|исходное сообщение|пересланное сообщение"
        + "|özgün ileti|orijinal (?:mesaj|ileti)|iletilen (?:ileti|mesaj)|الرسالة الأصلية|رسالة معاد توجيهها|הודעה מקורית|הודעה שהועברה|邮件原件|原始邮件|原始郵件|转发的邮件|轉寄的郵件|元のメッセージ|転送メッセージ|원본 (?:메시지|이메일|메일)|전달된 메일";

    /// <summary>How Apple Mail announces a mail that it passes on, a colon after it.</summary>
    internal const string Forwarded =
        "begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|in[íi]cio da mensagem (?:re)?encaminhada|begin doorgestuurd bericht"
        + "|początek przekaz(?:yw)?anej wiadomości|начало (?:пересылаемого|пересланного|переадресованного) сообщения|iletilen ileti(?:nin)? başlangıcı|بداية الرسالة المُ?عاد توجيهها|תחילת (?:ה)?הודעה שהועברה|(?:以下是)?转发的邮件|開始轉寄郵件|轉寄的郵件|転送されたメッセージ|전달된 메시지";

    /// <summary>The name of the header that tells who wrote.</summary>
    internal const string From = "from|von|de|da|van|från|fra|od|от|от кого|lähettäjä|kimden|gönderen|من|מאת|发件人|寄件者|寄件人|差出人|送信元|送信者|보낸 ?사람|발신자?";

    /// <summary>The name of the header that tells what a mail is about.</summary>
    internal const string Subject =
        "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|předmět|temat|тема|konu|الموضوع|נושא|主题|主旨|主題|件名|제목|주제";

    /// <summary>The names of the other headers of a quoted mail: when it was sent, and to whom.</summary>
    internal const string Fields =
        "sent|date|gesendet(?: am)?|datum|envoyé(?: le)?|enviado(?: el| em)?|enviada(?: em)?|fecha|data(?: invio)?|inviato(?: il)?|verzonden|skickat|sendt|lähetetty|odesláno|wysłano|wysłane|дата|отправлено|gönderildi|gönder(?:me|im|ilme) tarihi|tarih"
        + "|تاريخ الإرسال|تم الإرسال|التاريخ|נשלח(?: בתאריך)?|תאריך|发送时间|日期|时间|寄件日期|傳送日期|送信日時|日付|日時|보낸 ?날짜|보낸 ?시간|날짜"
        + "|to|cc|bcc|reply-to|importance|attachments?|an|kopie(?: \\(cc\\))?|antwort an|priorität|wichtigkeit|anlagen|à|pour|répondre à|pièces jointes|para|responder a|a|rispondi a|aan|beantwoorden|till|til|komu|do|dw|udw|кому|копия|важность|kime|alıcı|bilgi|ilgi"
        + "|إلى|نسخة|نسخة إلى|אל|עותק|העתק|收件人|抄送|收件者|副本|宛先|受信者|받[는은] ?사람|수신자?|참조";

    /// <summary>What a device or an app says for itself below the words of a person.</summary>
    internal const string Device =
        "(?:sent|get|from|someone) (?:from|via|with|by|for|my)?\\s*(?:my|mobile|galaxy|a phone|outlook|mail\\b|\\[mail\\]|mailbox|windows|yahoo|airmail|proton ?mail|samsung|iphone|ipad|gmail|thunderbird|blackberry)|(?:sent|from) (?:from|via|with) |from my |get \\[?outlook for|yahoo mail: search, organi[sz]e|provenance\\s?: courrier"
        + "|von meine.{1,40} gesendet|gesendet (?:von|mit|über) (?:meine|outlook|mail|der|yahoo|gmx|web)|diese nachricht wurde von meinem .{1,60} gesendet|outlook für (?:ios|android)|holen sie sich outlook"
        + "|envoyé (?:de|depuis|à partir de) (?:mon|ma|outlook|l['’])|télécharger outlook|obtenez outlook|enviado desde (?:mi|outlook|el)|obtener outlook|enviado (?:do|a partir do) (?:meu|outlook)|obter o outlook"
        + "|inviato da(?:l mio)? |(?:scarica|ottieni) outlook|(?:verzonden|verstuurd) (?:met|vanaf|vanuit) |outlook voor (?:ios|android)|sendt fra min|skickat från min|lähetetty |wysłane z |pobierz (?:program |aplikację )?outlook"
        + "|отправлено (?:с|из) |скачать outlook|(?:iphone|ipad|android)['’]?u?mdan gönderildi|.{1,30} tarafından gönderildi|(?:ios|android) için outlook|أ?ُ?رسلت من |تم الإرسال من |الحصول على outlook|נשלח מ|להורדת outlook|קבל את outlook"
        + "|[從从].{1,20}[傳传]送|发自我的|發自我的|获取 ?outlook|取得 ?outlook|iphoneから送信|.{1,20}から送信|outlook for (?:ios|android) ?を|나의 .{1,20}에서 보냄|.{1,20}에서 보냈습니다|(?:ios|android)용 outlook"
        + "|(?:" + SentWith + ").{1,50}(?:" + Products + ")|(?:" + Products + ").{0,30}(?:" + SentWithAfter + @")|(?=.{0,100}\boutlook\b).{0,80}https://aka\.ms/";

    private const string SentWith =
        "sent|gesendet|envoyé|enviad[oa]|inviat[oa]|verzonden|verstuurd|wysłan[oe]|отправлен[оа]?|получить|скачать|скачайте|poslat|odesláno|skickat|sendt|lähetetty|gönderildi|أ?ُ?رسلت|تم الإرسال|נשלח|השג|مرسل|发自|發自|发送自|[来來]自我的|从我的";

    private const string SentWithAfter = "gesendet|gönderildi|edinin|indirin|から送信|から送信されました|を入手|에서 보냄|에서 보냈습니다|에서 보냈어요|다운로드|가져오기|发送|傳送|传送|downloaden|ophalen|beziehen";

    // Devices and apps that have a signature of their own.
    private const string Products =
        "iphone|ipad|ipod|galaxy|samsung|huawei|xiaomi|redmi|oneplus|pixel|nokia|motorola|android|outlook|yahoo|gmail|gmx|web\\.de|proton|blackberry|windows|thunderbird|icloud|aol|k-9|fairemail|yandex|яндекс|mail\\.ru|smartphone|handy|mobilgerät";
}
