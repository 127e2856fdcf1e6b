using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>POST translateExchangeIds: from one form of id to another (user-translateexchangeids).</summary>
internal static class TranslateIds
{
    private const int Most = 1000;
    private static readonly string[] Types = ["entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId"];

    internal static SimulatedResponse Answer(GraphCall call)
    {
        var body = call.BodyObject();
        var (from, to) = (Type(body, "sourceIdType"), Type(body, "targetIdType"));
        var ids = (body["inputIds"] as JsonArray ?? []).Select(i => GraphBody.Value<string>(i, "inputIds") ?? string.Empty).ToList();
        if (ids.Count is 0 or > Most)
        {
            throw new GraphRefusalException(400, "ErrorInvalidParameter", $"inputIds must hold 1 to {Most} ids.");
        }

        return call.Json(200, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#Collection(microsoft.graph.convertIdResult)",
            ["value"] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["sourceId"] = id, ["targetId"] = Translate(call, id, from, to) })]),
        });
    }

    private static string Type(JsonObject body, string name) =>
        body.OneOf(name, Types) ?? throw new GraphRefusalException(400, "ErrorInvalidParameter", $"The {name} is missing.");

    private static string Translate(GraphCall call, string id, string from, string to)
    {
        var rest = from switch
        {
            "entryId" or "immutableEntryId" => call.Ids.FromEntry(id),
            "ewsId" => ItemIds.FromEws(id),
            _ => id,
        };
        var item = rest is null ? null : call.Ids.Read(call.Mailbox, rest, out _);
        var isImmutable = from is "immutableEntryId" or "restImmutableEntryId";
        if (item is null || item.Kind == ItemKind.Attachment || (item.Kind == ItemKind.ImmutableMessage && !isImmutable) || (item.Kind == ItemKind.Message && isImmutable))
        {
            throw new GraphRefusalException(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        }

        // Ids of folders are constant in every form.
        var wanted = item.Kind == ItemKind.Folder
            ? call.FolderId(call.FindFolder(rest!).Number)
            : call.Ids.Message(call.Mailbox, call.FindMessage(rest!), immutable: to is "immutableEntryId" or "restImmutableEntryId");
        return to switch
        {
            "entryId" or "immutableEntryId" => ItemIds.ToEntry(wanted),
            "ewsId" => ItemIds.ToEws(wanted),
            _ => wanted,
        };
    }
}
