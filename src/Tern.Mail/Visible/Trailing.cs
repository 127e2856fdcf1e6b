using System.Buffers;

namespace Tern.Mail.Visible;

/// <summary>Takes from the end of a reply what is not words: empty lines, rules, and what a device said for itself.</summary>
internal static class Trailing
{
    private static readonly SearchValues<char> Rule = SearchValues.Create("-_=*#~+");

    internal static void Trim(string[] lines, List<int> own)
    {
        while (own.Count > 0 && (IsBare(lines[own[^1]]) || SignatureLines.IsFromDevice(lines[own[^1]])))
        {
            own.RemoveAt(own.Count - 1);
        }
    }

    private static bool IsBare(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.IsEmpty || text is "ᐧ")
        {
            return true;
        }

        // One emoticon or question mark is a whole answer; three of one kind are a rule. A code fence closes code.
        return text.Length >= 2 && !text.ContainsAnyExcept(Rule) && text is not "++";
    }
}
