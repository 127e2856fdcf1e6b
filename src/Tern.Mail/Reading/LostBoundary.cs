using System.Text;
using System.Text.RegularExpressions;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Parts whose boundary the header does not name, or names wrongly: the line that parts them shows what it should have been (RFC 2046 §5.1.1).</summary>
internal static partial class LostBoundary
{
    /// <summary>The same parts under the boundary that is really there; null where no line repeats as one would.</summary>
    internal static Multipart? Recover(string body, bool isAlternative)
    {
        var first = Delimiter().Match(body);
        if (!first.Success)
        {
            return null;
        }

        var boundary = first.Groups["boundary"].Value;
        var again = body.IndexOf("--" + boundary, first.Index + first.Length, StringComparison.Ordinal);
        if (again < 0 || boundary.Contains('"', StringComparison.Ordinal))
        {
            return null;
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"Content-Type: multipart/{(isAlternative ? "alternative" : "mixed")}; boundary=\"{boundary}\"\n\n{body}"));
        return new MimeParser(RawMail.Options, stream, MimeFormat.Entity).ParseEntity() as Multipart is { Count: > 0 } parts ? parts : null;
    }

    // A header follows a delimiter; a rule of dashes in a text is followed by words.
    [GeneratedRegex(@"^--(?<boundary>[^\s""][^\r\n""]{0,68}?)[ \t]*\r?\nContent-[A-Za-z-]+:", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Delimiter();
}
