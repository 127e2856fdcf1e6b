using System.Globalization;
using Tern.Microsoft365Simulator.Graph.Messages;

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

    private sealed record Operand(string Path, FilterType Type, Func<T, FilterItem?, object?> Read)
    {
        internal IReadOnlyList<string>? Members { get; init; }

        internal bool IsPropertyId { get; init; }
    }

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
            ? Truth(Of(read, FilterType.Flag))
            : Compare(read);
    }

    private static Condition Truth(Operand operand) => (item, inside) => operand.Read(item, inside) is true;

    private Operand Reader(string path, string? variable)
    {
        if (variable is not null && (path == variable || path.StartsWith(variable + "/", StringComparison.Ordinal)))
        {
            var held = FilterItem.Reader(path[variable.Length..]);
            return new Operand(path, FilterType.Text, (_, inside) => held(inside!)) { IsPropertyId = path[variable.Length..] == FilterItem.IdPath };
        }

        _properties.Add(path);
        var property = _source.Property(path);
        return new Operand(path, _source.Type(path), (item, _) => property(item)) { Members = _source.Members(path) };
    }

    private static Operand Of(Operand operand, FilterType type) => operand.Type == type
        ? operand
        : throw GraphRefusalException.BadRequest($"'{operand.Path}' has not the type that is needed in its place.");

    private Condition TextFunction(string? variable, Func<string, string, bool> holds)
    {
        Expect("(");
        var read = Of(Reader(Word(), variable), FilterType.Text).Read;
        Expect(",");
        var wanted = Literal(Next) as string ?? throw Invalid();
        _at++;
        Expect(")");
        return (item, inside) => read(item, inside) is string held && holds(held, wanted);
    }

    private Operand Cast(string? variable)
    {
        Expect("(");
        var operand = Of(Reader(Word(), variable), FilterType.Text);
        var read = operand.Read;
        Expect(",");
        var type = Word();
        Expect(")");
        return type switch
        {
            "Edm.Int32" or "Edm.Int64" or "Edm.Double" => new Operand(operand.Path, FilterType.Number, (item, inside) =>
                double.TryParse(read(item, inside) as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null),
            "Edm.DateTimeOffset" => new Operand(operand.Path, FilterType.Time, (item, inside) =>
                DateTimeOffset.TryParse(read(item, inside) as string, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null),
            "Edm.Boolean" => new Operand(operand.Path, FilterType.Flag, (item, inside) => bool.TryParse(read(item, inside) as string, out var flag) ? flag : null),
            "Edm.String" => operand,
            _ => throw GraphRefusalException.BadRequest($"'{type}' is no type that can be cast to."),
        };
    }

    private Condition Any(string path)
    {
        // What cannot be filtered by is refused as that, whatever is asked of its items.
        _ = _source.Collection(path, []);
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

    private Condition Compare(Operand operand)
    {
        var operation = Operator() ?? throw Invalid();
        _at++;
        var value = FilterValue.Fit(Literal(Next), operand.Type, operand.Path);
        _at++;
        if (value is string text && (operand.Members?.Contains(text, StringComparer.OrdinalIgnoreCase) == false || (operand.IsPropertyId && !ExtendedProperties.IsId(text))))
        {
            throw GraphRefusalException.BadRequest($"'{text}' is no value that '{operand.Path}' can have.");
        }

        return (item, inside) => FilterValue.Holds(operand.Read(item, inside), operation, value);
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
