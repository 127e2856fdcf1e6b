using System.Text;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>One token of a $filter: a name or path, a literal, or a mark.</summary>
internal sealed record ODataToken(TokenKind Kind, string Text)
{
    private static readonly ODataToken End = new(TokenKind.End, string.Empty);

    internal bool Is(string mark) => Kind is TokenKind.Mark or TokenKind.Word && string.Equals(Text, mark, StringComparison.OrdinalIgnoreCase);

    internal static List<ODataToken> Read(string text)
    {
        var tokens = new List<ODataToken>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            switch (text[at])
            {
                case var blank when char.IsWhiteSpace(blank):
                    at++;
                    continue;
                case '(' or ')' or ',' or ':':
                    tokens.Add(new ODataToken(TokenKind.Mark, text[at++].ToString()));
                    continue;
                case '\'':
                    tokens.Add(new ODataToken(TokenKind.Text, Quoted(text, ref at)));
                    continue;
                default:
                    // A time has colons in it, and they are no marks there.
                    var isTime = char.IsAsciiDigit(text[at]);
                    while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or ',' or '\'') && (isTime || text[at] != ':'))
                    {
                        at++;
                    }

                    tokens.Add(new ODataToken(TokenKind.Word, text[start..at]));
                    continue;
            }
        }

        tokens.Add(End);
        return tokens;
    }

    // OData 4.01 ABNF: a quote inside a text is written twice.
    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '\'')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '\'')
            {
                value.Append(text[at++]);
            }
            else
            {
                at++;
                return value.ToString();
            }
        }

        throw GraphRefusalException.BadRequest("There is an unterminated string literal in the filter.");
    }
}

/// <summary>The kinds of tokens.</summary>
internal enum TokenKind
{
    /// <summary>Names, paths, operators, numbers, times.</summary>
    Word,

    /// <summary>A quoted text.</summary>
    Text,

    /// <summary>A parenthesis, comma or colon.</summary>
    Mark,

    /// <summary>Nothing more.</summary>
    End,
}
