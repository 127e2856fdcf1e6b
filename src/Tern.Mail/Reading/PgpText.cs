namespace Tern.Mail.Reading;

/// <summary>OpenPGP in the text itself (RFC 9580 §6.2, §7): armour around encrypted text, and text that stands legibly between the marks of its signature.</summary>
internal static class PgpText
{
    private const string Signed = "-----BEGIN PGP SIGNED MESSAGE-----";
    private const string Signature = "-----BEGIN PGP SIGNATURE-----";
    private const string End = "-----END PGP SIGNATURE-----";
    private const string Encrypted = "-----BEGIN PGP MESSAGE-----";

    internal static bool IsEncrypted(string text) => text.AsSpan().TrimStart().StartsWith(Encrypted, StringComparison.Ordinal);

    /// <summary>The text without the marks and the signature; null where it is not signed so.</summary>
    internal static string? Open(string text)
    {
        var start = text.IndexOf(Signed, StringComparison.Ordinal);
        if (start < 0 || (start > 0 && text[start - 1] != '\n'))
        {
            return null;
        }

        var signature = text.IndexOf('\n' + Signature, start, StringComparison.Ordinal);
        var end = signature < 0 ? -1 : text.IndexOf(End, signature, StringComparison.Ordinal);

        // The header lines, of which only Hash is allowed, end with an empty one.
        var words = text.IndexOf("\n\n", start, StringComparison.Ordinal);
        if (end < 0 || words < 0 || words > signature)
        {
            return null;
        }

        // §7.1: a line that begins with a dash was given another dash and a space.
        var inner = text[(words + 2)..Math.Max(words + 2, signature)].Split('\n').Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line);
        return text[..start] + string.Join('\n', inner) + text[(end + End.Length)..];
    }
}
