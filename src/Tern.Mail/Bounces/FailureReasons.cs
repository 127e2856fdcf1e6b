using System.Text.RegularExpressions;

namespace Tern.Mail.Bounces;

/// <summary>What the words and codes of a server mean. Words come first: codes are often general or wrong, and never more exact.</summary>
internal static partial class FailureReasons
{
    /// <param name="said">What the server said, or the whole notice where nothing else is known.</param>
    /// <param name="status">The enhanced status code.</param>
    /// <param name="stage">Which command was refused.</param>
    internal static FailureReason Judge(string said, string? status, SmtpStage stage)
    {
        var reason = ByWords(said) is var words && words != FailureReason.Unknown ? words : ByStatus(status);
        if (reason is not (FailureReason.UserUnknown or FailureReason.HostUnknown))
        {
            return reason;
        }

        // Codes for the sender's address (RFC 3463: X.1.7, X.1.8).
        if (stage == SmtpStage.Sender || status is ['5' or '4', '.', '1', '.', '7' or '8'] || Sender().IsMatch(said))
        {
            return FailureReason.SenderBlocked;
        }

        if (stage == SmtpStage.Message)
        {
            return FailureReason.Filtered;
        }

        // What may be tried again is not dead (RFC 3463 §3.1), nor is what its name server did not answer for.
        if (status is ['4', ..] || TryAgain().IsMatch(said))
        {
            return FailureReason.Network;
        }

        // Filters say "user unknown" too, of a message they had taken. An address is given up on proof only: refused by itself, a code for
        // it (RFC 3463 §3.2), or the word of the server that has the mailboxes.
        var isProven = stage == SmtpStage.Recipient || status is [_, '.', '1', '.', ..] || !IsQuoted(said) || EdgeBlocked().IsMatch(said);
        return reason == FailureReason.HostUnknown || isProven ? reason : FailureReason.Filtered;
    }

    [GeneratedRegex(@"try again|temporar", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TryAgain();

    [GeneratedRegex(@"(?:after|to) MAIL FROM|my name was rejected|sender (?:address )?(?:was )?rejected|sender domain|From: Domain|HELO", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sender();

    // A reply code beside the words: another server's, told on.
    private static bool IsQuoted(string said) => User().Match(said) is { Success: true } words
        ? ReplyBefore().IsMatch(Line(said, words))
        : ReplyBefore().IsMatch(said);

    private static string Line(string said, Match words)
    {
        var end = said.IndexOf('\n', words.Index + words.Length);
        return said[(said.LastIndexOf('\n', words.Index) + 1)..(end < 0 ? said.Length : end)];
    }

    [GeneratedRegex(@"(?<![0-9.])[45][0-5][0-9][ \-:]|ERROR.CODE", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReplyBefore();

    private static FailureReason ByWords(string said) =>
        NotAccepting().IsMatch(said) ? FailureReason.NotAccepting
        : Moved().IsMatch(said) ? FailureReason.Moved
        : Full().IsMatch(said) ? FailureReason.MailboxFull
        : LocalTrouble().IsMatch(said) ? FailureReason.SystemTrouble
        : TooLarge().IsMatch(said) ? FailureReason.MessageTooLarge
        : Disabled().IsMatch(said) ? FailureReason.MailboxDisabled
        : NotAuthenticated().IsMatch(said) ? FailureReason.NotAuthenticated
        : Virus().IsMatch(said) ? FailureReason.Virus
        : Relay().IsMatch(said) ? FailureReason.RelayDenied
        : EdgeBlocked().IsMatch(said) ? FailureReason.UserUnknown
        : User().IsMatch(said) ? FailureReason.UserUnknown
        : Blocked().IsMatch(said) ? FailureReason.SenderBlocked
        : Rate().IsMatch(said) ? FailureReason.RateLimited
        : Host().IsMatch(said) ? FailureReason.HostUnknown
        : Spam().IsMatch(said) ? FailureReason.Spam
        : Expired().IsMatch(said) ? FailureReason.Expired
        : Network().IsMatch(said) ? FailureReason.Network
        : Policy().IsMatch(said) ? FailureReason.Policy
        : FailureReason.Unknown;

    // RFC 3463 §3, RFC 7505, RFC 7372, and the registry of enhanced status codes.
    private static FailureReason ByStatus(string? status) => status?[2..] switch
    {
        null => FailureReason.Unknown,
        "1.1" or "1.0" or "1.3" => FailureReason.UserUnknown,
        "1.2" or "4.4" => FailureReason.HostUnknown,
        "1.6" => FailureReason.Moved,
        "1.10" => FailureReason.NotAccepting,
        "1.7" or "1.8" => FailureReason.SenderBlocked,
        "2.1" => FailureReason.MailboxDisabled,
        "2.2" or "3.1" => FailureReason.MailboxFull,
        "2.3" or "3.4" => FailureReason.MessageTooLarge,
        "4.7" => FailureReason.Expired,
        "4.5" => FailureReason.RateLimited,
        "7.8" or "7.9" or "7.20" or "7.21" or "7.22" or "7.23" or "7.24" or "7.25" or "7.26" or "7.27" or "7.28" => FailureReason.NotAuthenticated,
        ['4', '.', ..] => FailureReason.Network,
        ['3', '.', ..] => FailureReason.SystemTrouble,
        ['5', '.', ..] => FailureReason.Protocol,
        ['6', '.', ..] => FailureReason.Content,
        ['7', '.', ..] => FailureReason.Policy,
        _ => FailureReason.Unknown,
    };

    // Exchange Online's directory-based edge blocking says no more of a recipient that is not there (learn.microsoft.com: use-directory-based-edge-blocking).
    [GeneratedRegex(@"5\.4\.1.{0,200}recipient address rejected: access denied", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex EdgeBlocked();

    [GeneratedRegex(@"null ?mx|no mx records? (?:found|exist)|does not accept (?:any )?(?:e-?)?mail|accepts no mail|domain (?:of .{1,80})?does(?:n't| not) receive (?:e-?)?mail|an MX record .{0,40}but none of them|no mail server|not (?:configured|able) to receive (?:any )?mail|5\.1\.10|has no MX", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotAccepting();

    [GeneratedRegex(@"(?:has|have|mailbox) moved|no forwarding address|recipient no longer on server|(?:user|recipient) has (?:moved|left)|551 not our|\b[45]\.1\.6\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Moved();

    [GeneratedRegex(@"mailbox (?:is )?(?:full|exceed|too large)|(?:over|exceed\w*|out of|user'?s? (?:has )?exceeded|reached) (?:its |the |their |his )?(?:disk |storage |mailbox |mail )?quota|quota (?:exceeded|full|violation|reached|limit)|insufficient (?:system )?storage|(?:in)?box (?:is )?full|disk full|storage (?:quota|space)|no space left|over ?quota|account is full|too many messages in mailbox|exceeds? (?:the )?(?:mailbox|storage) (?:limit|size)|mailfolder is full|maildir over|\b[45]\.2\.2\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Full();

    [GeneratedRegex(@"(?:couldn't|could not|cannot|can't|unable to) (?:create|open|write|chdir|lock)|command died|exit (?:status|code)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LocalTrouble();

    [GeneratedRegex(@"(?:message|mail|size|e-?mail)\s?(?:file )?(?:is )?(?:too (?:big|large|long)|size exceeds|exceeds (?:the )?(?:max|fixed|limit|size|admin))|maximum (?:message|size)|message length exceeds|exceed\w* (?:the )?(?:max\w* )?(?:message )?size|larger than|\b[45]\.(?:3\.4|2\.3)\b|max message size", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooLarge();

    // "This user doesn't have a … account": Yahoo says so of accounts that are gone and of those that were closed (senders.yahooinc.com/smtp-error-codes).
    [GeneratedRegex(@"this user doesn't have an? \S{1,100} account|(?:account|mailbox|user|recipient|address|domain)\b.{0,40}\b(?:disabled|inactive|suspended|frozen|blocked|deactivated|locked|discontinued|not active|expired)\b|disabled (?:recipient|account|mailbox|user)|inactive (?:user|account|mailbox|recipient)|compte du destinataire est bloqu|\b[45]\.7\.13\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Disabled();

    [GeneratedRegex(@"\bDMARC\b|\bDKIM\b|\bSPF\b|unauthenticated|not authenticated|sender ?id|reverse (?:dns|lookup|name|host)|\bPTR\b|rDNS|cannot find your hostname|\b[45]\.7\.(?:2[0-9]|1|9)\d?\b(?=.{0,80}(?:auth|dns))|client host rejected: cannot", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotAuthenticated();

    [GeneratedRegex(@"\bvirus|malware|infected|malicious|phish", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Virus();

    [GeneratedRegex(@"relay(?:ing)? (?:is |access )?(?:denied|not (?:allowed|permitted)|prohibited)|(?:cannot|unable to|not (?:allowed|permitted) to|won't|will not|doesn't|does not|don't) relay|relaying denied|not (?:a )?(?:local|gateway)(?: domain)?, no relay", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relay();

    [GeneratedRegex(@"block ?list|black ?list|\bRBL\b|\bDNSBL\b|spamhaus|spamcop|barracuda|(?:is|been|was) (?:blocked|banned|listed|rejected due to)|blocked (?:using|by|for|due)|access denied|ip (?:address )?.{0,40}(?:block|reject|reputation|banned)|poor reputation|reputation|bad (?:host|sender)|sender (?:address )?(?:was )?(?:rejected|denied|blocked)|refused .{0,40}(?:connect|mail) from|dynamic ip|please use the smtp server|bad HELO|invalid HELO|client host|554 .{0,60}sender|domain of sender", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Blocked();

    [GeneratedRegex(@"too many (?:connections|messages|recipients|mails|e-?mails|sessions)|rate limit|exceed\w* (?:the )?(?:rate|sending|hourly|daily)|sending too|limit exceeded|throttl|unusual rate|deferred due to (?:user )?complaints", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?:user|recipient|mailbox|account|addressee?|local ?part|person|customer)s?(?:'s)?\b.{0,70}?\b(?:unknown|not (?:be )?found|does(?:n't| not) exist|not exist|no longer (?:exist|valid|here|on server|available)|invalid|unrecogni[sz]ed|not known|not a (?:valid|known)|not listed|is not recogni[sz]ed|not our|not (?:a )?registered|undeliverable|unavailable|isn't valid|not valid|nonexist\w*)|(?:unknown|no such|invalid|bad|non-?existent|illegal|nonexistent|undeliverable|unrecogni[sz]ed) (?:local |email |e-mail |destination |virtual |forward path |recipient |user )?(?:user|recipient|mailbox|address|account|person|alias|local.?part|addressee)|no (?:such )?(?:user|mailbox|account|recipient)\b|not (?:a )?(?:valid|known|registered) (?:gateway |local |email )?(?:user|recipient|mailbox|address)|user (?:doesn't|does not) (?:exist|have)|unrouteable address|does not exist here|is not a (?:known|valid) user|addr(?:ess)? not found|this user doesn'?t have|can'?t find|isn'?t in (?:my|our)|550 (?:5\.\d\.\d )?unknown|no account by that name|final delivery userid|no valid recipients|not listed in|the email account that you tried to reach does not exist|RecipientNotFound|RESOLVER\.ADR|recipnotfound|(?:empf[äa]nger|benutzer|adresse|postfach) (?:ist )?(?:unbekannt|ung[üu]ltig|existiert nicht)|unbekannte[rs]? (?:empf[äa]nger|benutzer|adresse)|(?:utilisateur|destinataire|adresse|bo[îi]te)(?: [\w-]+)? (?:inconnu|invalide|inexistant|introuvable|n['’]existe pas)|(?:usuario|destinatario|buz[óo]n|cuenta|utente|casella|indirizzo|usu[áa]rio|destinat[áa]rio|endere[çc]o|conta) (?:desconocid[oa]|no existe|inexistente|sconosciut[oa]|inesistente|non esiste|desconhecid[oa]|n[ãa]o existe|inv[áa]lid[oa])|gebruiker (?:onbekend|bestaat niet)|onbekende (?:gebruiker|ontvanger)|nieznany (?:u[żz]ytkownik|odbiorca)|u[żz]ytkownik nie istnieje|(?:пользовател\w+|получател\w+|адрес\w*|ящик\w*)[^\n]{0,30}(?:не (?:найден|существует|зарегистрирован)|неизвест)|нет такого (?:пользователя|адреса)|kullan[ıi]c[ıi] bulunamad[ıi]|b[öo]yle bir kullan[ıi]c[ıi] yok|ユーザ\w{0,12}(?:不明|存在し)|(?:宛先|アドレス)[^\n]{0,20}(?:不明|存在し|見つかり)|사용자[^\n]{0,10}(?:없|존재하지)|존재하지 않는|あて先不明|ディレクトリ.{0,12}ありません|没有找到|收件人.{0,20}不存在|用户不存在", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex User();

    [GeneratedRegex(@"(?:host|domain)\b.{0,60}?\b(?:unknown|not found|does(?:n't| not) exist|invalid|not exist|no longer)|(?:unknown|no such|bad|invalid|unresolvable|nonexistent|illegal) (?:host|domain|destination)|(?:host|domain) (?:name )?(?:lookup|not found)|name or service not known|dns (?:error|lookup|resolution)|couldn't find any host|cannot resolve|unrouteable|nxdomain|all relevant MX records point to non-existent|could not resolve|domain .{0,40}does not exist|\b[45]\.1\.2\b|unable to resolve", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"\bspam|unsolicited|\bjunk|\bUBE\b|bulk (?:e-?)?mail", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spam();

    [GeneratedRegex(@"(?:delivery )?time ?(?:d )?(?:out|expired)|expired|retry time(?:out)?|(?:too long|could not be delivered) .{0,30}(?:queue|days|hours)|message (?:has )?expired|giving up|for more than|timed out|not been delivered (?:within|for)|retry limit|delivery (?:attempts )?time", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Expired();

    [GeneratedRegex(@"connection (?:refused|reset|lost|timed|dropped|closed)|no route to host|network (?:is )?unreachable|host (?:is )?(?:down|unreachable)|(?:could not|unable to|can't|cannot) connect|mail loop|too many hops|loops? back|TLS|server (?:is )?(?:not available|busy|down)|no answer from host", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Network();

    [GeneratedRegex(@"polic(?:y|ies)|not (?:allowed|permitted|authori[sz]ed)|prohibited|denied|refused|rejected|restricted", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Policy();
}
