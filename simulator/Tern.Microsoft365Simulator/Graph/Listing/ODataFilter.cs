using System.Globalization;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>
/// $filter (OData 4.01 URL §5.1.1): comparisons, startswith, endswith and contains, any, and, or, not, parentheses.
/// Anything else is refused, not ignored.
/// </summary>
internal sealed class ODataFilter<T>
{
    // Each one is a step of the program's own stack, here and for each message that is looked at.
    private const int Deepest = 100;

    private readonly FilterSource<T> _source;
    private readonly List<ODataToken> _tokens;
    private readonly List<string> _properties = [];
    private readonly List<string> _literals = [];
    private int _at;
    private int _depth;

    private ODataFilter(string text, FilterSource<T> source)
    {
        _source = source;
        _tokens = ODataToken.Read(text);
    }

    private delegate bool Condition(T item, FilterItem? inside);

    /// <summary>A condition, and the properties it names in their order.</summary>
    internal static (Predicate<T> Matches, IReadOnlyList<string> Properties) Read(string? text, FilterSource<T> source)
    {
        if (text is null)
        {
            return (_ => true, []);
        }

        var filter = new ODataFilter<T>(text, source);
        var condition = filter.Or(variable: null);
        if (filter.Next.Kind != TokenKind.End)
        {
            throw filter.Invalid();
        }

        return (item => condition(item, null), filter._properties);
    }

    private ODataToken Next => _tokens[_at];

    private Condition Or(string? variable)
    {
        var all = new List<Condition> { And(variable) };
        while (Take("or"))
        {
            all.Add(And(variable));
        }

        return all.Count == 1 ? all[0] : (item, inside) => all.Exists(c => c(item, inside));
    }

    private Condition And(string? variable)
    {
        var all = new List<Condition> { Not(variable) };
        while (Take("and"))
        {
            all.Add(Not(variable));
        }

        return all.Count == 1 ? all[0] : (item, inside) => all.TrueForAll(c => c(item, inside));
    }

    private Condition Not(string? variable)
    {
        if (Take("not"))
        {
            var denied = Deeper(() => Not(variable));
            return (item, inside) => !denied(item, inside);
        }

        if (!Take("("))
        {
            return Comparison(variable);
        }

        var condition = Deeper(() => Or(variable));
        Expect(")");
        return condition;
    }

    private Condition Deeper(Func<Condition> read)
    {
        if (++_depth > Deepest)
        {
            throw GraphRefusalException.BadRequest($"Invalid filter clause: it is nested deeper than {Deepest} levels.");
        }

        var condition = read();
        _depth--;
        return condition;
    }

    private Condition Comparison(string? variable)
    {
        var name = Word();
        if (Next.Is("("))
        {
            return name.ToUpperInvariant() switch
            {
                "STARTSWITH" => TextFunction(variable, (held, wanted) => held.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)),
                "ENDSWITH" => TextFunction(variable, (held, wanted) => held.EndsWith(wanted, StringComparison.OrdinalIgnoreCase)),
                "CONTAINS" => TextFunction(variable, (held, wanted) => held.Contains(wanted, StringComparison.OrdinalIgnoreCase)),
                var other when other.EndsWith("/ANY", StringComparison.Ordinal) => Any(name[..^4]),
                "CAST" => Compare(Cast(variable)),
                _ => throw Invalid(),
            };
        }

        var read = Reader(name, variable);
        // A truth by itself: hasAttachments and isRead eq false.
        return Operator() is null && (Next.Kind == TokenKind.End || Next.Is(")") || Next.Is("and") || Next.Is("or"))
            ? (item, inside) => read(item, inside) is true
            : Compare(read);
    }

    private Func<T, FilterItem?, object?> Reader(string path, string? variable)
    {
        if (variable is not null && (path == variable || path.StartsWith(variable + "/", StringComparison.Ordinal)))
        {
            var rest = path[variable.Length..];
            return (_, inside) => inside!.Read(rest);
        }

        _properties.Add(path);
        var property = _source.Property(path);
        return (item, _) => property(item);
    }

    private Condition TextFunction(string? variable, Func<string, string, bool> holds)
    {
        Expect("(");
        var read = Reader(Word(), variable);
        Expect(",");
        var wanted = Literal(Next) as string ?? throw Invalid();
        _at++;
        Expect(")");
        return (item, inside) => read(item, inside) is string held && holds(held, wanted);
    }

    private Func<T, FilterItem?, object?> Cast(string? variable)
    {
        Expect("(");
        var read = Reader(Word(), variable);
        Expect(",");
        var type = Word();
        Expect(")");
        return type switch
        {
            "Edm.Int32" or "Edm.Int64" or "Edm.Double" => (item, inside) =>
                double.TryParse(read(item, inside) as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            "Edm.DateTimeOffset" => (item, inside) =>
                DateTimeOffset.TryParse(read(item, inside) as string, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            _ => read,
        };
    }

    private Condition Any(string path)
    {
        Expect("(");
        var variable = Word();
        Expect(":");
        _properties.Add(path);
        var from = _literals.Count;
        var condition = Deeper(() => Or(variable));
        Expect(")");
        var items = _source.Collection(path, _literals[from..]);
        return (item, _) => items(item).Any(inside => condition(item, inside));
    }

    private Condition Compare(Func<T, FilterItem?, object?> read)
    {
        var operation = Operator() ?? throw Invalid();
        _at++;
        var value = Literal(Next);
        _at++;
        return (item, inside) => FilterValue.Holds(read(item, inside), operation, value);
    }

    private string? Operator() => Next.Kind == TokenKind.Word && Next.Text.ToLowerInvariant() is "eq" or "ne" or "gt" or "ge" or "lt" or "le"
        ? Next.Text.ToLowerInvariant()
        : null;

    private object? Literal(ODataToken token)
    {
        if (token.Kind == TokenKind.Text)
        {
            _literals.Add(token.Text);
            return token.Text;
        }

        return token.Kind == TokenKind.Word ? FilterValue.Read(token.Text) : throw Invalid();
    }

    private string Word() => Next.Kind == TokenKind.Word ? _tokens[_at++].Text : throw Invalid();

    private bool Take(string mark)
    {
        if (!Next.Is(mark))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string mark)
    {
        if (!Take(mark))
        {
            throw Invalid();
        }
    }

    private GraphRefusalException Invalid() =>
        GraphRefusalException.BadRequest($"Invalid filter clause: '{Next.Text}' was not expected at position {_at}.");
}
