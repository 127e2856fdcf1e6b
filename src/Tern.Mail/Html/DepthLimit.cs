using AngleSharp.Dom;
using Tern.Mail.Reading;

namespace Tern.Mail.Html;

/// <summary>Cuts a tree whose depth would blow the stack of recursive readers. Walks without recursion itself.</summary>
internal static class DepthLimit
{
    // The tree builder repeats formatting elements, so a bounded page can be somewhat deeper than its markup.
    private const int MaxTreeDepth = MarkupGuard.MaxDepth * 2;

    internal static void Apply(INode root)
    {
        var depth = 0;
        var node = root;
        while (true)
        {
            if (node.FirstChild is { } child && depth < MaxTreeDepth)
            {
                node = child;
                depth++;
                continue;
            }

            if (depth >= MaxTreeDepth && node.HasChildNodes)
            {
                Flatten(node);
            }

            while (node.NextSibling is null)
            {
                if (ReferenceEquals(node, root) || node.Parent is not { } parent || depth == 0)
                {
                    return;
                }

                node = parent;
                depth--;
            }

            node = node.NextSibling;
        }
    }

    private static void Flatten(INode node)
    {
        // TextContent walks descendants with an explicit stack.
        var text = node.TextContent;
        while (node.LastChild is { } last)
        {
            node.RemoveChild(last);
        }

        node.AppendChild(node.Owner!.CreateTextNode(Charsets.Tidy(text)));
    }
}
