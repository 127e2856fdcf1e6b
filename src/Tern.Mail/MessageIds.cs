using System.Buffers;

namespace Tern.Mail;

/// <summary>Message-IDs (RFC 5322 §3.6.4), always handled without their angle brackets.</summary>
public static class MessageIds
{
    // RFC 5322 §2.1.1 bounds a line at 998; an id must fit on one with its header name.
    private const int MaxLength = 900;

    private static readonly SearchValues<char> Foreign = SearchValues.Create(" \t\r\n\0<>");

    /// <summary>Makes an id from a part that is unique and a domain; characters that do not belong in an id become dots.</summary>
    public static string Create(string domain, string uniquePart)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(domain);
        ArgumentException.ThrowIfNullOrWhiteSpace(uniquePart);
        return $"{Clean(uniquePart)}@{Clean(domain)}";
    }

    /// <summary>Takes off angle brackets and white space; null where nothing usable remains.</summary>
    public static string? Normalize(string? id)
    {
        if (id is null)
        {
            return null;
        }

        var span = id.AsSpan().Trim();
        while (span.Length > 0 && (span[0] == '<' || char.IsWhiteSpace(span[0])))
        {
            span = span[1..];
        }

        while (span.Length > 0 && (span[^1] == '>' || char.IsWhiteSpace(span[^1])))
        {
            span = span[..^1];
        }

        if (span.Length is 0 or > MaxLength)
        {
            return null;
        }

        if (span.ContainsAny(Foreign))
        {
            var kept = string.Concat(span.ToString().Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('<' or '>')));
            return kept.Length == 0 ? null : kept;
        }

        return span.ToString();
    }

    /// <summary>Two spellings of one id.</summary>
    public static bool AreSame(string? one, string? other) =>
        Normalize(one) is { } left && string.Equals(left, Normalize(other), StringComparison.Ordinal);

    /// <summary>
    /// Reads the ids of a References or In-Reply-To value. People's clients put commas, quoted phrases and bare words there;
    /// what stands in angle brackets counts, and where nothing does, bare words with an @.
    /// </summary>
    public static IReadOnlyList<string> Parse(string? value, int max = 200)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return [];
        }

        var found = new List<string>();
        var position = 0;
        while (found.Count < max && position < value.Length)
        {
            var open = value.IndexOf('<', position);
            if (open < 0)
            {
                break;
            }

            var close = value.IndexOf('>', open + 1);
            if (close < 0)
            {
                break;
            }

            Add(found, value[(open + 1)..close]);
            position = close + 1;
        }

        if (found.Count == 0)
        {
            foreach (var word in value.Split((char[])[' ', '\t', '\r', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Take(max))
            {
                if (word.Contains('@', StringComparison.Ordinal))
                {
                    Add(found, word);
                }
            }
        }

        return found;
    }

    private static void Add(List<string> found, string id)
    {
        if (Normalize(id) is { } usable && !found.Contains(usable, StringComparer.Ordinal))
        {
            found.Add(usable);
        }
    }

    private static string Clean(string part)
    {
        // dot-atom (RFC 5322 §3.2.3) without what clients are known to break.
        var clean = string.Create(part.Length, part, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '-' or '_' or '+' or '=' ? source[i] : '.';
            }
        });
        var joined = string.Join('.', clean.Split('.', StringSplitOptions.RemoveEmptyEntries));
        return joined.Length == 0 ? "x" : joined;
    }
}
