namespace Tern.Mail.Composing;

/// <summary>A part of a mail's content in both forms.</summary>
/// <param name="Text">Tidy plain text.</param>
/// <param name="Html">Safe markup that closes what it opens.</param>
internal sealed record Passage(string Text, string Html)
{
    internal static Passage Empty { get; } = new("", "");

    internal bool IsEmpty => Text.Length == 0 && Html.Length == 0;
}
