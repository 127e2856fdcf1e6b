using System.Text.RegularExpressions;

namespace Tern.Mail.Visible;

/// <summary>Where a signature begins (RFC 3676 §4.3), and the lines devices add.</summary>
internal static partial class SignatureLines
{
    private const int MaxLines = 20;

    /// <summary>Two dashes alone on a line. The white space after them gets lost too often to insist on it; long text after them is no signature.</summary>
    internal static bool Starts(string[] lines, int at)
    {
        if (lines[at] is not ("--" or "—" or "– –"))
        {
            return false;
        }

        var filled = 0;
        for (var i = at + 1; i < lines.Length && !QuoteLines.IsQuoted(lines[i]) && !Separators.StartsRest(lines, i); i++)
        {
            filled += lines[i].Length > 0 ? 1 : 0;
        }

        return filled <= MaxLines;
    }

    internal static bool IsFromDevice(string line) => line.Length < 200 && Device().IsMatch(line);

    [GeneratedRegex(@"^\W*(?:(?:sent|get|from|someone) (?:from|via|with|by|for|my)?\s*(?:my|mobile|galaxy|a phone|outlook|mail\b|\[mail\]|mailbox|windows|yahoo|airmail|proton ?mail|samsung|iphone|ipad|gmail|thunderbird|blackberry)|(?:sent|from) (?:from|via|with) |from my |get outlook for|von meinem .{1,40} gesendet|gesendet (?:von|mit|über) (?:meine|outlook|mail|der|yahoo|gmx|web)|diese nachricht wurde von meinem .{1,60} gesendet|outlook für (?:ios|android)|holen sie sich outlook|envoyé (?:de|depuis|à partir de) (?:mon|ma|outlook|l['’])|télécharger outlook|obtenez outlook|enviado desde (?:mi|outlook|el)|obtener outlook|enviado do meu|inviato da(?:l mio)? |verzonden (?:met|vanaf|vanuit) |sendt fra min|skickat från min|lähetetty |wysłane z |отправлено с |[從从].{1,20}[傳传]送|发自我的|發自我的|iphoneから送信)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}
