using System.Text;

namespace Tern.Mail.Reading;

/// <summary>Joins the lines of format=flowed (RFC 3676 §4) and leaves the line before a signature alone (§4.3), which ends with a space as well.</summary>
internal static class FlowedText
{
    internal static string Join(string text, bool deleteSpace)
    {
        var joined = new StringBuilder(text.Length);
        var openDepth = -1;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var depth = raw.IndexOfAnyExcept('>') is >= 0 and var marks ? marks : raw.Length;
            var line = raw[depth..];
            line = line.StartsWith(' ') ? line[1..] : line;
            var isSignature = line.SequenceEqual("-- ");
            var goesOn = openDepth == depth && !isSignature;
            if (!goesOn)
            {
                Start(joined, depth, isEmpty: line.IsEmpty);
            }

            var isFlowed = line.EndsWith(' ') && !isSignature;
            joined.Append(isFlowed && deleteSpace ? line[..^1] : line);
            openDepth = isFlowed ? depth : -1;
        }

        return joined.ToString();
    }

    private static void Start(StringBuilder joined, int depth, bool isEmpty)
    {
        if (joined.Length > 0)
        {
            joined.Append('\n');
        }

        joined.Append('>', depth);
        if (depth > 0 && !isEmpty)
        {
            joined.Append(' ');
        }
    }
}
