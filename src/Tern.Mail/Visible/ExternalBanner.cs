using System.Text.RegularExpressions;

namespace Tern.Mail.Visible;

/// <summary>
/// What a mail server puts above a mail from outside: "CAUTION: This email originated from outside of the organization …". Rules of Exchange write it in words of
/// their administrator; these are what such words have in common.
/// </summary>
internal static partial class ExternalBanner
{
    private const int MaxLines = 6;

    /// <summary>How many lines at the beginning are a banner; 0 where there is none.</summary>
    internal static int Length(string[] lines)
    {
        var start = Array.FindIndex(lines, l => l.Length > 0);
        if (start < 0)
        {
            return 0;
        }

        var end = start;
        while (end < lines.Length && end - start < MaxLines && lines[end].Length > 0)
        {
            end++;
        }

        var paragraph = string.Join(' ', lines[start..end]);
        return paragraph.Length < 700 && end < lines.Length && Words().IsMatch(paragraph) ? end : 0;
    }

    [GeneratedRegex(@"^[\W_]*(?:\[?external\]?\s*$|(?:\[?(?:external|caution|warning|attention|achtung|vorsicht|hinweis|externe (?:e-?)?mail|precaución|attenzione|avertissement|atenção|let op|uwaga|внимание)\b).{0,250}(?:outside (?:of )?(?:the |your |our )?(?:organi[sz]ation|company|network)|external (?:sender|source|e-?mail)|externen? (?:absender|quelle)|au[sß]{1,2}erhalb (?:der|des|ihrer|unserer)|fuera de (?:la|su) organizaci[óo]n|l['’]ext[ée]rieur de|all['’]esterno|fora da (?:sua )?organiza[çc][ãa]o|buiten (?:de|uw|onze) organisatie|spoza organizacji|внешн)|you don['’]t often get e-?mail from|sie erhalten nicht h[äa]ufig e-?mails von|vous n['’]obtenez pas souvent)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
