using System.Text.RegularExpressions;

namespace Tern.Mail.Reading;

/// <summary>The address in a header no grammar accepts: what stands in angle brackets, else the first word with an @.</summary>
internal static partial class LooseAddress
{
    internal static MailAddress? Find(string text)
    {
        if (text.Length > 2000)
        {
            text = text[..2000];
        }

        if (Angled().Match(text) is { Success: true } angled)
        {
            return new MailAddress(angled.Groups["address"].Value.Trim(), NameBefore(text[..angled.Index]));
        }

        return Bare().Match(text) is { Success: true } bare ? new MailAddress(bare.Value, NameBefore(text[..bare.Index])) : null;
    }

    private static string? NameBefore(string text)
    {
        // Of several broken mailboxes the name is what stands after the one before.
        var name = text[(text.LastIndexOf('>') + 1)..].Trim().Trim(',', ';').Trim().Trim('"', '\'', ',', ';').Trim();
        return name.Length == 0 ? null : name;
    }

    [GeneratedRegex(@"<(?<address>[^<>@]{1,100}@[^<>@\s]{1,200})>", RegexOptions.CultureInvariant)]
    private static partial Regex Angled();

    [GeneratedRegex(@"[^\s<>@""',;:()\[\]]{1,100}@[^\s<>@""',;:()\[\]]{1,200}", RegexOptions.CultureInvariant)]
    private static partial Regex Bare();
}
