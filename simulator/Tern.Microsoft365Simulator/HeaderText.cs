namespace Tern.Microsoft365Simulator;

/// <summary>What can stand in a header field of HTTP or of a mail as it is.</summary>
internal static class HeaderText
{
    /// <summary>Printable ASCII and blanks.</summary>
    internal static bool Fits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');

    /// <summary>Nothing that would end the line, or the text itself in some programs.</summary>
    internal static bool IsOneLine(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n', '\0') < 0;

    /// <summary>The name of a field (RFC 5322 §2.2): printable ASCII without blanks and colons.</summary>
    internal static bool IsName(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~') && !text.Contains(':');
}
