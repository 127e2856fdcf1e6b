using System.Net;
using System.Text;

namespace Tern.Microsoft365Simulator;

/// <summary>The fields of a query or of a form body (WHATWG URL, application/x-www-form-urlencoded), in their order.</summary>
internal sealed class FormFields
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    internal FormFields(string encoded)
    {
        foreach (var pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            _fields.Add(new(WebUtility.UrlDecode(parts[0]), parts.Length == 2 ? WebUtility.UrlDecode(parts[1]) : string.Empty));
        }
    }

    private FormFields(IEnumerable<KeyValuePair<string, string>> fields) => _fields.AddRange(fields);

    internal IReadOnlyList<KeyValuePair<string, string>> All => _fields;

    /// <summary>The first non-empty value of a name; null where it is missing or empty.</summary>
    internal string? this[string name]
    {
        get
        {
            foreach (var field in _fields)
            {
                if (field.Key == name && field.Value.Length > 0)
                {
                    return field.Value;
                }
            }

            return null;
        }
    }

    internal static FormFields OfBody(SimulatedRequest request) => new(Encoding.UTF8.GetString(request.Body.Span));

    internal static FormFields OfQuery(SimulatedRequest request) => new(request.RawQuery);

    /// <summary>The same fields, each under the name it is known by.</summary>
    internal FormFields Renamed(Func<string, string> name) => new(_fields.Select(f => KeyValuePair.Create(name(f.Key), f.Value)));

    internal IEnumerable<string> Many(string name) => _fields.Where(f => f.Key == name).Select(f => f.Value);
}
