using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>
/// Takes lines of the rendered text out of the page they were read from: what the words of a mail set apart as a quote is gone from its HTML too, where no
/// mark of a program says so. Recursive: the page's depth is bounded by <see cref="DepthLimit"/>.
/// </summary>
internal sealed class LineCut
{
    private readonly Dictionary<INode, List<TextSource>> _pieces = [];
    private readonly HashSet<int> _kept;
    private bool _cutting;

    private LineCut(IReadOnlyList<TextSource> sources, HashSet<int> kept)
    {
        _kept = kept;
        foreach (var source in sources)
        {
            if (!_pieces.TryGetValue(source.Node, out var pieces))
            {
                _pieces.Add(source.Node, pieces = []);
            }

            pieces.Add(source);
        }
    }

    internal static void Apply(IElement body, IReadOnlyList<TextSource> sources, HashSet<int> kept) => new LineCut(sources, kept).Children(body);

    private void Children(INode parent)
    {
        for (var i = 0; i < parent.ChildNodes.Length; i++)
        {
            if (!Stays(parent.ChildNodes[i]))
            {
                parent.RemoveChild(parent.ChildNodes[i--]);
            }
        }
    }

    private bool Stays(INode node)
    {
        if (_pieces.TryGetValue(node, out var pieces))
        {
            return Pieces(node, pieces);
        }

        // Breaks, pictures and white space go with the words before them.
        if (!node.HasChildNodes)
        {
            return !_cutting;
        }

        Children(node);
        return node.HasChildNodes;
    }

    private bool Pieces(INode node, List<TextSource> pieces)
    {
        _cutting = !_kept.Contains(pieces[^1].Line);
        var kept = pieces.Count(p => _kept.Contains(p.Line));
        if (node is IText text && kept > 0 && kept < pieces.Count)
        {
            // One text over several lines, as in pre.
            var data = text.Data;
            text.Data = string.Concat(pieces.Select((p, i) => _kept.Contains(p.Line) ? data[p.Start..(i + 1 < pieces.Count ? pieces[i + 1].Start : data.Length)] : ""));
        }

        return kept > 0;
    }
}
