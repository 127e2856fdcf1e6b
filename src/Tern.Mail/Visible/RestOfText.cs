namespace Tern.Mail.Visible;

/// <summary>What is folded away: the lines of the whole text that the visible reply does not have.</summary>
internal static class RestOfText
{
    internal static string Of(string text, string visible)
    {
        var shown = visible.Split('\n');
        var rest = new List<string>();
        var at = 0;
        foreach (var line in text.Split('\n'))
        {
            while (at < shown.Length && shown[at].AsSpan().Trim().IsEmpty && !line.AsSpan().Trim().IsEmpty)
            {
                at++;
            }

            if (at < shown.Length && line.AsSpan().Trim().SequenceEqual(shown[at].AsSpan().Trim()))
            {
                at++;
            }
            else
            {
                rest.Add(line.TrimEnd());
            }
        }

        return string.Join('\n', rest).Trim();
    }
}
