using System.Text;

namespace Tern.Mail.Visible;

/// <summary>What is folded away: the lines of the whole text that the visible reply does not have.</summary>
internal static class RestOfText
{
    internal static string Of(string text, string visible)
    {
        var rest = new StringBuilder();
        var shown = visible.AsSpan().Split('\n');
        var isLeft = shown.MoveNext();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            var words = line.Trim();
            while (isLeft && !words.IsEmpty && visible.AsSpan(shown.Current).Trim().IsEmpty)
            {
                isLeft = shown.MoveNext();
            }

            if (isLeft && words.SequenceEqual(visible.AsSpan(shown.Current).Trim()))
            {
                isLeft = shown.MoveNext();
            }
            else
            {
                rest.Append(line.TrimEnd()).Append('\n');
            }
        }

        return rest.ToString().Trim();
    }
}
