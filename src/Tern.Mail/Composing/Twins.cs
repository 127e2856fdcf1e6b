namespace Tern.Mail.Composing;

/// <summary>Puts passages under one another, in text and HTML at once, an empty line between.</summary>
internal sealed class Twins
{
    // RFC 3676 §4.3: two dashes and the space that tells them from a rule.
    private const string SignatureMark = "-- ";

    private readonly List<string> _text = [];
    private readonly List<string> _html = [];

    internal string Text => string.Concat(string.Join("\n\n", _text), _text.Count == 0 ? "" : "\n");

    internal string Html => PageMarkup.Page(string.Join("\n<br>\n", _html));

    internal void AddWords(Passage words) => Add(words, words.Text, words.Html);

    internal void AddSignature(Passage signature) =>
        Add(signature, SignatureMark + "\n" + signature.Text, PageMarkup.Signature(signature.Html));

    internal void AddQuote(string introduction, Passage quote) =>
        Add(quote, introduction + "\n" + PlainText.Quote(quote.Text), PageMarkup.Quote(introduction, quote.Html));

    internal void AddForward(string announcement, IReadOnlyList<(string Label, string Value)> headers, Passage message)
    {
        _text.Add(string.Join('\n', headers.Select(line => $"{line.Label} {line.Value}").Prepend(announcement)));
        if (message.Text.Length > 0)
        {
            _text.Add(message.Text);
        }

        _html.Add(PageMarkup.Forward(announcement, headers, message.Html));
    }

    private void Add(Passage passage, string text, string html)
    {
        if (passage.IsEmpty)
        {
            return;
        }

        if (text.Length > 0)
        {
            _text.Add(text);
        }

        _html.Add(html);
    }
}
