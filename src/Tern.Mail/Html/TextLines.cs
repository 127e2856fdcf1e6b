using System.Text;
using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>Builds lines from words and blocks: white space collapses (CSS 2 §16.6), blocks start lines, quotes and items indent.</summary>
internal sealed class TextLines
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _prefixes = [];
    private readonly List<TextSource> _sources = [];
    private int _line;
    private int _pendingBreaks;
    private bool _pendingSpace;
    private int _pendingIndent;
    private bool _atLineStart = true;

    /// <summary>Above zero, white space counts as written.</summary>
    internal int Verbatim { get; set; }

    /// <summary>Where each piece of a line stands in the page, in its order.</summary>
    internal IReadOnlyList<TextSource> Sources => _sources;

    internal int Mark() => _text.Length;

    internal string Since(int mark) => mark >= _text.Length ? "" : _text.ToString(mark, _text.Length - mark);

    internal void Push(string prefix)
    {
        _prefixes.Add(prefix);
    }

    internal void Pop() => _prefixes.RemoveAt(_prefixes.Count - 1);

    /// <summary>A line break that counts even when repeated.</summary>
    internal void Break()
    {
        _pendingSpace = false;
        _pendingIndent = 0;
        _pendingBreaks = Math.Min(_pendingBreaks + 1, 3);
        _atLineStart = true;
    }

    /// <summary>Starts a new line, after so many empty ones.</summary>
    internal void Block(int emptyLines)
    {
        _pendingSpace = false;
        _pendingIndent = 0;
        if (_text.Length > 0)
        {
            _pendingBreaks = Math.Max(_pendingBreaks, emptyLines + 1);
        }

        _atLineStart = true;
    }

    /// <param name="words">What is written.</param>
    /// <param name="source">The node it stands in; null for what the page does not have, such as the dash of an item.</param>
    internal void Words(string words, INode? source = null)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var c = words[i];
            if (c is '\n' && Verbatim > 0)
            {
                Break();
            }
            else if (c is ' ' or '\t' or '\n' or '\r' or '\u00A0' or '\f')
            {
                if (Verbatim > 0)
                {
                    _pendingIndent++;
                }
                else
                {
                    _pendingSpace = !_atLineStart;
                }
            }
            else if (c is not ('\u200B' or '\u200C' or '\u00AD' or '\uFEFF') && !(char.IsControl(c)))
            {
                Flush();
                _text.Append(c);
                Note(source, i);
            }
        }
    }

    public override string ToString() => _text.ToString();

    private void Note(INode? source, int at)
    {
        if (source is not null && (_sources.Count == 0 || _sources[^1].Node != source || _sources[^1].Line != _line))
        {
            _sources.Add(new TextSource(_line, source, at));
        }
    }

    private void Flush()
    {
        if (_pendingBreaks > 0 || _text.Length == 0)
        {
            var isFirst = _text.Length == 0;
            var breaks = isFirst ? 0 : _pendingBreaks;
            for (var i = 0; i < breaks; i++)
            {
                _text.Append('\n');
                _line++;
                if (i < breaks - 1)
                {
                    AppendPrefix(trim: true);
                }
            }

            AppendPrefix(trim: false);
            _pendingBreaks = 0;
        }
        else if (_pendingSpace)
        {
            _text.Append(' ');
        }

        _text.Append(' ', _pendingIndent);
        _pendingIndent = 0;
        _pendingSpace = false;
        _atLineStart = false;
    }

    private void AppendPrefix(bool trim)
    {
        foreach (var prefix in _prefixes)
        {
            if (!trim || prefix.StartsWith('>'))
            {
                _text.Append(trim ? prefix.TrimEnd() : prefix);
            }
        }
    }
}
