using System.Text.Json;
using Tern.Microsoft365Simulator.Graph.Files;
using Tern.Microsoft365Simulator.Graph.Listing;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>Which properties of a message are wanted, read once for all rows of a page.</summary>
/// <param name="Wanted">A bit for each property.</param>
/// <param name="WithAttachments">$expand=attachments.</param>
/// <param name="ExpandsItems">With the mails inside item attachments.</param>
/// <param name="AttachmentSelect">$select within that.</param>
/// <param name="ExtendedProperties">The ids of $expand=singleValueExtendedProperties; null when not asked.</param>
internal sealed record MessageShape(
    ulong Wanted, bool WithAttachments, bool ExpandsItems, IReadOnlySet<string>? AttachmentSelect, IReadOnlyList<string>? ExtendedProperties)
{
    private static readonly MessageProperty[] All = Enum.GetValues<MessageProperty>();
    private static readonly ulong Standard = All.Where(p => p < MessageProperty.UniqueBody).Aggregate(0UL, (bits, p) => bits | Bit(p));
    private static readonly Dictionary<string, MessageProperty> ByName =
        All.ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.ToString()), StringComparer.OrdinalIgnoreCase);

    /// <summary>What comes without $select and $expand.</summary>
    internal static MessageShape Default { get; } = new(Standard, false, false, null, null);

    internal static IReadOnlyList<JsonEncodedText> Names { get; } =
        [.. All.Select(p => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(p.ToString())))];

    internal bool IsWhole => Wanted == Standard;

    internal static MessageShape Of(GraphCall call) => Allowed(call, Read(call.Query["$select"], call.Query["$expand"]));

    /// <summary>Mail.ReadBasic leaves out what else would come with a message; extended properties are asked for one by one, so that is refused (permissions-reference).</summary>
    internal static MessageShape Allowed(GraphCall call, MessageShape shape) => shape.ExtendedProperties is not null && MessageWriter.IsBasicOnly(call.Caller)
        ? throw GraphRefusalException.AccessDenied()
        : shape;

    internal static MessageShape Read(string? select, string? expand)
    {
        if (select is null && expand is null)
        {
            return Default;
        }

        var shape = Default with { Wanted = select is null ? Standard : Bits(select) };
        foreach (var item in ExpandItem.Read(expand))
        {
            shape = item.Name.ToUpperInvariant() switch
            {
                "ATTACHMENTS" => WithFiles(shape, item.Options),
                "SINGLEVALUEEXTENDEDPROPERTIES" => shape with { ExtendedProperties = Messages.ExtendedProperties.Wanted(item) },
                _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{item.Name}' that can be expanded on type 'Microsoft.OutlookServices.Message'."),
            };
        }

        return shape;
    }

    /// <summary>The preferences that show in it.</summary>
    internal Honoured Honours => Honoured.Ids
        | (Has(MessageProperty.Body) || Has(MessageProperty.UniqueBody) ? Honoured.Body : Honoured.None)
        | (Has(MessageProperty.StartDateTime) || Has(MessageProperty.EndDateTime) ? Honoured.TimeZone : Honoured.None);

    internal bool Has(MessageProperty property) => (Wanted & Bit(property)) != 0;

    /// <summary>Whether any of these properties, joined by commas, is among the wanted ones.</summary>
    internal bool HasAny(string names) =>
        Array.Exists(names.Split(','), n => ByName.TryGetValue(n, out var property) && Has(property));

    private static ulong Bits(string select)
    {
        var bits = 0UL;
        foreach (var name in select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            bits |= BitOf(name);
        }

        return bits;
    }

    // The id comes always; what is expanded may be named too.
    private static ulong BitOf(string name) => name.ToUpperInvariant() switch
    {
        "*" => Standard,
        "ID" or "ATTACHMENTS" or "SINGLEVALUEEXTENDEDPROPERTIES" => 0UL,
        _ => ByName.TryGetValue(name, out var property)
            ? Bit(property)
            : throw GraphRefusalException.BadRequest($"Could not find a property named '{name}' on type 'Microsoft.OutlookServices.Message'."),
    };

    private static MessageShape WithFiles(MessageShape shape, IReadOnlyList<(string Name, string Value)> options)
    {
        shape = shape with { WithAttachments = true };
        foreach (var (name, value) in options)
        {
            shape = name switch
            {
                "$expand" when !shape.ExpandsItems && ExpandItem.IsItem(name, value) => shape with { ExpandsItems = true },
                "$select" when shape.AttachmentSelect is null => shape with { AttachmentSelect = AttachmentJson.Select(value) },
                _ => throw GraphRefusalException.BadRequest($"The option '{name}={value}' of $expand=attachments is not known, not supported or given twice."),
            };
        }

        return shape;
    }

    private static ulong Bit(MessageProperty property) => 1UL << (int)property;
}
