using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>One call to Graph: the caller, the preferences, the query.</summary>
internal sealed class GraphCall
{
    private const string JsonType = "application/json; charset=utf-8";
    internal static readonly JsonWriterOptions Compact = new() { Encoder = JsonText.Options.Encoder, SkipValidation = true };

    private readonly Dictionary<int, string> _folderIds = [];
    private JsonObject? _body;

    internal GraphCall(World world, SimulatedRequest request, GraphCaller caller)
    {
        World = world;
        Request = request;
        Caller = caller;
        Query = QueryOptions.Read(request);
        Ids = world.Ids();
        Prefers = Preferences.Read(request.Header("Prefer"));
    }

    internal World World { get; }

    internal SimulatedRequest Request { get; }

    internal GraphCaller Caller { get; private set; }

    internal FormFields Query { get; }

    internal ItemIds Ids { get; }

    internal Preferences Prefers { get; }

    internal bool ImmutableIds => Prefers.ImmutableIds;

    /// <summary>The mailbox the call is about; set once the user in the path is known.</summary>
    internal Mailbox Mailbox { get; set; } = null!;

    internal User Owner { get; set; } = null!;

    /// <summary>The folder in the path of a message; it lies there or is not found.</summary>
    internal string? Within { get; set; }

    internal IReadOnlySet<string>? Select => Listing.Selection.Read(Query["$select"]);

    /// <summary>Adds rights that stand in no token.</summary>
    internal void Allow(IEnumerable<string> permissions) =>
        Caller = Caller with { Permissions = new HashSet<string>(Caller.Permissions.Concat(permissions), StringComparer.OrdinalIgnoreCase) };

    /// <summary>The address of Graph as this caller names it.</summary>
    internal string Root => $"{Request.BaseUrl}/v1.0";

    internal string IdOf(StoredMessage message) => Ids.Message(Mailbox, message, ImmutableIds);

    internal string FolderId(int folder)
    {
        if (!_folderIds.TryGetValue(folder, out var id))
        {
            _folderIds.Add(folder, id = Ids.Folder(Mailbox, folder));
        }

        return id;
    }

    /// <summary>The body; empty where a verb can do without one.</summary>
    internal JsonObject OptionalBody() => Request.Body.IsEmpty ? [] : BodyObject();

    internal bool IsJson => Request.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) != false;

    internal JsonObject BodyObject() => _body ??= IsJson
        ? JsonText.TryObject(Request.Body) ?? throw new GraphRefusalException(400, "RequestBodyRead", "The body is no JSON object.")
        : throw new GraphRefusalException(415, "RequestBodyRead", "A supported MIME type could not be found that matches the content type of the request.");

    /// <summary>The message of an id in either form. A changing id is good until the message moves.</summary>
    internal StoredMessage FindMessage(string id)
    {
        var within = Within is { } key ? FindFolder(key) : null;
        var item = Ids.Read(Mailbox, id, out var foreign)
            ?? throw new GraphRefusalException(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        var found = !foreign
            && (item.Kind is ItemKind.Message or ItemKind.ImmutableMessage)
            && Mailbox.Messages.TryGetValue(item.Number, out var message)
            && !message.IsHidden
            && (within is null || message.Folder == within.Number)
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
    internal SimulatedResponse Json(int status, JsonNode body, Honoured honoured = Honoured.None) => Applied(SimulatedResponse.Json(status, body), honoured);

    /// <summary>The answer written straight to bytes.</summary>
    internal SimulatedResponse Json(int status, Honoured honoured, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Applied(SimulatedResponse.Of(status, JsonType, buffer.WrittenMemory), honoured);
    }

    /// <summary>A page of rows, with the properties before and after them.</summary>
    internal SimulatedResponse Page(Honoured honoured, Action<Utf8JsonWriter> before, IEnumerable<ReadOnlyMemory<byte>> rows, Action<Utf8JsonWriter> after) =>
        Applied(new SimulatedResponse(200, [new("Content-Type", JsonType)], PageBody.Of(before, rows, after)), honoured);

    internal SimulatedResponse Applied(SimulatedResponse response, Honoured honoured) =>
        Prefers.Applied(honoured) is { } applied ? response.With("Preference-Applied", applied) : response;

    internal int Number(string name, int standard, int smallest, int largest) => Query[name] is not { } text
        ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest && number <= largest
            ? number
            : throw GraphRefusalException.BadRequest($"Invalid value '{text}' for {name} query option found.");
}
