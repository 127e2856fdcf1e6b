using System.Globalization;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>One call to Graph: the caller, the preferences, the query.</summary>
internal sealed class GraphCall
{
    internal GraphCall(World world, SimulatedRequest request, GraphCaller caller)
    {
        World = world;
        Request = request;
        Caller = caller;
        Query = FormFields.OfQuery(request);
        Ids = world.Ids();
        var prefer = request.Header("Prefer") ?? string.Empty;
        ImmutableIds = prefer.Contains("IdType=\"ImmutableId\"", StringComparison.OrdinalIgnoreCase)
            || prefer.Contains("IdType=ImmutableId", StringComparison.OrdinalIgnoreCase);
        PrefersText = prefer.Contains("outlook.body-content-type=\"text\"", StringComparison.OrdinalIgnoreCase);
        PageSize = ReadPageSize(prefer);
    }

    internal World World { get; }

    internal SimulatedRequest Request { get; }

    internal GraphCaller Caller { get; private set; }

    internal FormFields Query { get; }

    internal ItemIds Ids { get; }

    internal bool ImmutableIds { get; }

    internal bool PrefersText { get; }

    /// <summary>Prefer: odata.maxpagesize.</summary>
    internal int? PageSize { get; }

    /// <summary>The mailbox the call is about; set once the user in the path is known.</summary>
    internal Mailbox Mailbox { get; set; } = null!;

    internal User Owner { get; set; } = null!;

    internal IReadOnlySet<string>? Select => Query["$select"] is { } list
        ? new HashSet<string>(list.Split(',', StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase)
        : null;

    /// <summary>Adds rights that stand in no token.</summary>
    internal void Allow(IEnumerable<string> permissions) =>
        Caller = Caller with { Permissions = new HashSet<string>(Caller.Permissions.Concat(permissions), StringComparer.OrdinalIgnoreCase) };

    /// <summary>The address of Graph as this caller names it.</summary>
    internal string Root => $"{Request.BaseUrl}/v1.0";

    internal string IdOf(StoredMessage message) => Ids.Message(Mailbox, message, ImmutableIds);

    internal JsonObject BodyObject() =>
        JsonText.TryObject(Request.Body) ?? throw new GraphRefusalException(400, "RequestBodyRead", "The body is no JSON object.");

    /// <summary>The message of an id in either form. A changing id is good until the message moves.</summary>
    internal StoredMessage FindMessage(string id)
    {
        var item = Ids.Read(Mailbox, id, out var foreign)
            ?? throw new GraphRefusalException(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        var found = !foreign
            && item.Kind is ItemKind.Message or ItemKind.ImmutableMessage
            && Mailbox.Messages.TryGetValue(item.Number, out var message)
            && !message.IsHidden
            && (item.Kind == ItemKind.ImmutableMessage || message.Moves == item.Moves)
                ? Mailbox.Messages[item.Number]
                : null;
        return found ?? throw GraphRefusalException.ItemNotFound();
    }

    /// <summary>The folder of an id or of a well-known name.</summary>
    internal MailFolder FindFolder(string key)
    {
        var named = Mailbox.Folders.Find(f => string.Equals(f.WellKnownName, key, StringComparison.OrdinalIgnoreCase));
        if (named is not null)
        {
            return named;
        }

        var item = Ids.Read(Mailbox, key, out var foreign)
            ?? throw new GraphRefusalException(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        return (foreign || item.Kind != ItemKind.Folder ? null : Mailbox.Folders.Find(f => f.Number == item.Number))
            ?? throw new GraphRefusalException(404, "ErrorFolderNotFound", "The specified folder could not be found in the store.");
    }

    /// <summary>The answer with the preferences that were honoured.</summary>
    internal SimulatedResponse Json(int status, JsonNode body)
    {
        var applied = new List<string>();
        if (ImmutableIds)
        {
            applied.Add("IdType=\"ImmutableId\"");
        }

        if (PrefersText)
        {
            applied.Add("outlook.body-content-type=\"text\"");
        }

        var response = SimulatedResponse.Json(status, body);
        return applied.Count == 0 ? response : response.With("Preference-Applied", string.Join(", ", applied));
    }

    internal int Number(string name, int standard, int largest) => Query[name] is not { } text
        ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest
            ? number
            : throw GraphRefusalException.BadRequest($"Invalid value '{text}' for {name} query option found.");

    private static int? ReadPageSize(string prefer)
    {
        const string name = "odata.maxpagesize=";
        var at = prefer.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var digits = new string([.. prefer[(at + name.Length)..].TrimStart('"').TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? Math.Min(size, 1000) : null;
    }
}
