using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>A piece of a rendered line: the node it was read from, and where in that node it begins.</summary>
internal readonly record struct TextSource(int Line, INode Node, int Start);
