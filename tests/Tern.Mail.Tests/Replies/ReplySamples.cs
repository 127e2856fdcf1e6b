namespace Tern.Mail.Tests.Replies;

/// <summary>How each mail program introduces what it quotes, in each language it comes in. Written from the programs' known output; names and dates are ours.</summary>
internal static class ReplySamples
{
    internal sealed record Language(string Code, string Reply, string Gmail, string Apple, string Thunderbird, string[] Outlook, string Device, string Rule);

    internal static readonly Language[] All =
    [
        new("en", "Thank you, it works now.", "On Mon, Jan 5, 2026 at 9:00 AM Ann Lee <ann@example.com> wrote:", "On 5 Jan 2026, at 09:00, Ann Lee <ann@example.com> wrote:", "On 05/01/2026 09:00, Ann Lee wrote:",
            ["From: Ann Lee <ann@example.com>", "Sent: Monday, January 5, 2026 9:00 AM", "To: Bob <bob@example.com>", "Subject: Printer"], "Sent from my iPhone", "-----Original Message-----"),
        new("de", "Vielen Dank, jetzt geht es.", "Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb Ann Lee <ann@example.com>:", "Am 05.01.2026 um 09:00 schrieb Ann Lee <ann@example.com>:", "Am 05.01.26 um 09:00 schrieb Ann Lee:",
            ["Von: Ann Lee <ann@example.com>", "Gesendet: Montag, 5. Januar 2026 09:00", "An: Bob <bob@example.com>", "Betreff: Drucker"], "Von meinem iPhone gesendet", "-----Ursprüngliche Nachricht-----"),
        new("fr", "Merci, cela fonctionne.", "Le lun. 5 janv. 2026 à 09:00, Ann Lee <ann@example.com> a écrit :", "Le 5 janv. 2026 à 09:00, Ann Lee <ann@example.com> a écrit :", "Le 05/01/2026 à 09:00, Ann Lee a écrit :",
            ["De : Ann Lee <ann@example.com>", "Envoyé : lundi 5 janvier 2026 09:00", "À : Bob <bob@example.com>", "Objet : Imprimante"], "Envoyé de mon iPhone", "-----Message d'origine-----"),
        new("es", "Gracias, ya funciona.", "El lun, 5 ene 2026 a las 9:00, Ann Lee (<ann@example.com>) escribió:", "El 5 ene 2026, a las 9:00, Ann Lee <ann@example.com> escribió:", "El 05/01/2026 a las 9:00, Ann Lee escribió:",
            ["De: Ann Lee <ann@example.com>", "Enviado: lunes, 5 de enero de 2026 9:00", "Para: Bob <bob@example.com>", "Asunto: Impresora"], "Enviado desde mi iPhone", "-----Mensaje original-----"),
        new("it", "Grazie, ora funziona.", "Il giorno lun 5 gen 2026 alle ore 09:00 Ann Lee <ann@example.com> ha scritto:", "Il giorno 5 gen 2026, alle ore 09:00, Ann Lee <ann@example.com> ha scritto:", "Il 05/01/2026 09:00, Ann Lee ha scritto:",
            ["Da: Ann Lee <ann@example.com>", "Inviato: lunedì 5 gennaio 2026 09:00", "A: Bob <bob@example.com>", "Oggetto: Stampante"], "Inviato da iPhone", "-----Messaggio originale-----"),
        new("pt", "Obrigado, agora funciona.", "Em seg., 5 de jan. de 2026 às 09:00, Ann Lee <ann@example.com> escreveu:", "No dia 5 de jan. de 2026, às 09:00, Ann Lee <ann@example.com> escreveu:", "Em 05/01/2026 09:00, Ann Lee escreveu:",
            ["De: Ann Lee <ann@example.com>", "Enviada em: segunda-feira, 5 de janeiro de 2026 09:00", "Para: Bob <bob@example.com>", "Assunto: Impressora"], "Enviado do meu iPhone", "-----Mensagem original-----"),
        new("nl", "Bedankt, het werkt nu.", "Op ma 5 jan 2026 om 09:00 schreef Ann Lee <ann@example.com>:", "Op 5 jan. 2026, om 09:00 heeft Ann Lee <ann@example.com> het volgende geschreven:", "Op 05-01-2026 om 09:00 schreef Ann Lee:",
            ["Van: Ann Lee <ann@example.com>", "Verzonden: maandag 5 januari 2026 09:00", "Aan: Bob <bob@example.com>", "Onderwerp: Printer"], "Verstuurd vanaf mijn iPhone", "-----Oorspronkelijk bericht-----"),
        new("pl", "Dziękuję, już działa.", "pon., 5 sty 2026 o 09:00 Ann Lee <ann@example.com> napisał(a):", "Wiadomość napisana przez Ann Lee <ann@example.com> w dniu 05.01.2026, o godz. 09:00:", "W dniu 05.01.2026 o 09:00, Ann Lee pisze:",
            ["Od: Ann Lee <ann@example.com>", "Wysłano: poniedziałek, 5 stycznia 2026 09:00", "Do: Bob <bob@example.com>", "Temat: Drukarka"], "Wysłane z iPhone'a", "-----Oryginalna wiadomość-----"),
        new("ru", "Спасибо, теперь работает.", "пн, 5 янв. 2026 г. в 09:00, Ann Lee <ann@example.com>:", "5 янв. 2026 г., в 09:00, Ann Lee <ann@example.com> написал(а):", "05.01.2026 09:00, Ann Lee пишет:",
            ["От: Ann Lee <ann@example.com>", "Отправлено: понедельник, 5 января 2026 г. 9:00", "Кому: Bob <bob@example.com>", "Тема: Принтер"], "Отправлено с iPhone", "-----Исходное сообщение-----"),
        new("tr", "Teşekkürler, şimdi çalışıyor.", "Ann Lee <ann@example.com>, 5 Oca 2026 Pzt, 09:00 tarihinde şunu yazdı:", "Ann Lee <ann@example.com> şunları yazdı (5 Oca 2026 09:00):", "5.01.2026 09:00 tarihinde Ann Lee yazdı:",
            ["Kimden: Ann Lee <ann@example.com>", "Gönderildi: 5 Ocak 2026 Pazartesi 09:00", "Kime: Bob <bob@example.com>", "Konu: Yazıcı"], "iPhone'umdan gönderildi", "-----Özgün İleti-----"),
        new("ar", "شكرا، يعمل الآن.", "في الاثنين، 5 يناير 2026 في 9:00 ص تمت كتابة ما يلي بواسطة ‪Ann Lee‬‏ <‪ann@example.com‬‏>:", "في ٥ يناير ٢٠٢٦، الساعة ٩:٠٠ ص، كتب Ann Lee <ann@example.com>:", "في 05/01/2026 09:00، كتب Ann Lee:",
            ["من: Ann Lee <ann@example.com>", "تاريخ الإرسال: الاثنين، 5 يناير 2026 9:00 ص", "إلى: Bob <bob@example.com>", "الموضوع: الطابعة"], "أُرسلت من الـ iPhone", "-----الرسالة الأصلية-----"),
        new("he", "תודה, עכשיו זה עובד.", "‫בתאריך יום ב׳, 5 בינו׳ 2026 ב-9:00 מאת ‪Ann Lee‬‏ <‪ann@example.com‬‏>:‬", "ב-5 בינו׳ 2026, בשעה 9:00, ‏Ann Lee <ann@example.com> כתב/ה:", "בתאריך 05/01/2026 09:00, Ann Lee כתב:",
            ["מאת: Ann Lee <ann@example.com>", "נשלח: יום שני 5 ינואר 2026 09:00", "אל: Bob <bob@example.com>", "נושא: מדפסת"], "נשלח מה-iPhone שלי", "-----הודעה מקורית-----"),
        new("zh", "谢谢，现在可以了。", "Ann Lee <ann@example.com> 于2026年1月5日周一 09:00写道：", "在 2026年1月5日，09:00，Ann Lee <ann@example.com> 写道：", "在 2026/1/5 09:00, Ann Lee 写道:",
            ["发件人: Ann Lee <ann@example.com>", "发送时间: 2026年1月5日 9:00", "收件人: Bob <bob@example.com>", "主题: 打印机"], "发自我的 iPhone", "-----原始邮件-----"),
        new("ja", "ありがとうございます。動きました。", "2026年1月5日(月) 9:00 Ann Lee <ann@example.com>:", "2026/01/05 9:00、Ann Lee <ann@example.com>のメール:", "2026/01/05 9:00、Ann Lee のメール:",
            ["差出人: Ann Lee <ann@example.com>", "送信日時: 2026年1月5日 9:00", "宛先: Bob <bob@example.com>", "件名: プリンター"], "iPhoneから送信", "-----元のメッセージ-----"),
        new("ko", "감사합니다. 이제 됩니다.", "2026년 1월 5일 (월) 오전 9:00, Ann Lee <ann@example.com>님이 작성:", "2026. 1. 5. 오전 9:00, Ann Lee <ann@example.com> 작성:", "2026. 1. 5. 오전 9:00에 Ann Lee 이(가) 쓴 글:",
            ["보낸 사람: Ann Lee <ann@example.com>", "보낸 날짜: 2026년 1월 5일 월요일 오전 9:00", "받는 사람: Bob <bob@example.com>", "제목: 프린터"], "나의 iPhone에서 보냄", "-----원본 메시지-----"),
    ];
}
