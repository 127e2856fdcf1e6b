using System.Text.RegularExpressions;

namespace Tern.Mail.Reading;

/// <summary>
/// What mail programs say for a person who is away, and servers of mail that did not arrive, in the languages Exchange and the large providers speak to people.
/// Words alone prove nothing: a header or the form of the mail has to say first that a machine sent it.
/// </summary>
internal static partial class AutomaticWords
{
    /// <summary>The subject begins as the programs begin it.</summary>
    internal static bool StartAsAway(string subject) => AwayPrefix().IsMatch(subject);

    /// <summary>It says that somebody is away.</summary>
    internal static bool SayAway(string words) => Away().IsMatch(words);

    /// <summary>The subject is one of those under which mail comes back.</summary>
    internal static bool NameBounce(string subject) => BounceSubject().IsMatch(subject);

    /// <summary>The text says that a mail did not arrive.</summary>
    internal static bool SayFailed(string text) => Failed().IsMatch(text);

    // "Automatic reply: " and its translations are Exchange's, since 2010 (learn.microsoft.com: automatic replies); the others are older or of other servers.
    [GeneratedRegex(@"^\W*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|vacation|away from|automatische antwort|abwesenheit|réponse automatique|absence du bureau|absent(?:e)? du bureau|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori (?:sede|ufficio)|resposta automática|ausência|fora do escritório|automatisch antwoord|afwezig|odpowiedź automatyczna|automatyczna odpowiedź|poza biurem|nieobecność|автоматический ответ|автоответ|отсутств|вне офиса|otomatik yanıt|ofis dışında|رد تلقائي|خارج المكتب|תשובה אוטומטית|מענה אוטומטי|מחוץ למשרד|自动答复|自动回复|自動回覆|自動回復|自動応答|自動返信|不在|外出|자동 회신|자동 응답|부재)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AwayPrefix();

    [GeneratedRegex(@"out of (?:the |my )?office|\bvacation\b|\bon (?:annual |parental |maternity |sick )?leave\b|\bon holidays?\b|\baway (?:from|until|till)\b|(?:be|am) (?:back|returning) (?:on|in)\b|abwesen|nicht im (?:büro|haus)|\bim urlaub|außer haus|absence|\babsente?\b|en congés?|en vacances|fuera de (?:la |mi )?oficina|de vacaciones|\bausente|fuori (?:sede|ufficio)|in ferie|\bassente\b|fora do escritório|de férias|ausência|afwezig|niet op kantoor|met vakantie|op vakantie|poza biurem|nieobecn|na urlopie|отсутств|в отпуске|вне офиса|ofis dışında|ofiste değil|izinde|tatilde|خارج المكتب|في إجازة|מחוץ למשרד|בחופשה|不在办公室|外出|休假|度假|不在辦公室|不在|休暇|부재|휴가", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Away();

    [GeneratedRegex(@"undelivered|undeliverable|delivery status notification|mail delivery fail|returned mail|failure notice|delivery failure|delivery has failed|mail system error|(?:mail|message) could not be delivered|non-delivery|unzustellbar|non remis|échec de (?:la )?(?:remise|distribution)|no se puede entregar|no entregado|recapito non riuscito|non recapitabile|mancato recapito|não (?:entregue|foi possível entregar|é possível entregar)|niet te bezorgen|onbestelbaar|niedostarcz|недоставлен|не доставлен|не удалось доставить|teslim edilemedi|iletilemedi|تعذر (?:تسليم|التسليم)|غير قابل للتسليم|לא ניתן למסירה|אין אפשרות למסור|未传递|无法传递|无法投递|退信|無法傳遞|配信不能|配信できま|送信できま|배달되지|배달할 수|반송", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BounceSubject();

    [GeneratedRegex(@"could not be delivered|undeliverable|trouble delivering|transcript of session|failed addresses|returning to sender|final-recipient:|(?:user|host) unknown|unknown (?:user|host)|rejected recipient|(?:delivery|deliver).{0,40}fail|error message below:|returned to sender|nicht zugestellt werden|n['’]a pas pu être (?:remis|distribu)|no se (?:ha podido|pudo|puede) entregar|non è stato possibile (?:re)?capitare|não pôde ser entregue|kon niet worden (?:bezorgd|afgeleverd)|nie (?:może|mogła) (?:być|zostać) dostarczon|не может быть (?:доставлено|отправлено)|не было доставлено|teslim edilemedi|无法(?:投递|送达|发送)|被退回|無法傳遞|配信できません|お届けできません|배달되지 않", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Failed();
}
