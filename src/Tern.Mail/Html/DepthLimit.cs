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
        // Children by index: asking a node for its next sibling searches the parent's whole list.
        var path = new Stack<(INode Node, int Next)>();
        path.Push((root, 0));
        while (path.Count > 0)
        {
            var (node, next) = path.Pop();
            if (next >= node.ChildNodes.Length)
            {
                continue;
            }

            path.Push((node, next + 1));
            var child = node.ChildNodes[next];
            if (path.Count < MaxTreeDepth)
            {
                path.Push((child, 0));
            }
            else if (child.HasChildNodes)
            {
                Flatten(child);
            }
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
