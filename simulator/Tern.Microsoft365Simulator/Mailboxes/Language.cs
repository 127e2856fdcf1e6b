using System.Globalization;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Languages a mailbox can have, by culture name such as de-DE.</summary>
internal static class Language
{
    /// <summary>The English name; null when there is no such culture.</summary>
    internal static string? Name(string locale)
    {
        try
        {
            return locale.Length < 2 ? null : CultureInfo.GetCultureInfo(locale, predefinedOnly: true).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
