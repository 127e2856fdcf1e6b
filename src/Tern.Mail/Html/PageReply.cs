namespace Tern.Mail.Html;

/// <summary>What a person wrote now, as a page has it.</summary>
/// <param name="Text">Its text; empty where all of the page is a quote.</param>
/// <param name="IsMarked">A program marked the quotes.</param>
/// <param name="Html">Its safe markup; null where the page is nothing else, or nothing but a quote.</param>
internal sealed record PageReply(string Text, bool IsMarked, string? Html);
