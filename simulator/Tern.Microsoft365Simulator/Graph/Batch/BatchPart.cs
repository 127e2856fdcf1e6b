using System.Text;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Graph.Batch;

/// <summary>One request inside a batch.</summary>
internal sealed record BatchPart(
    string Id, string Method, string Url, IReadOnlyDictionary<string, string> Headers, byte[] Body, IReadOnlyList<string> DependsOn)
{
    private const int Most = 20;

    internal static List<BatchPart> Read(JsonObject batch)
    {
        var requests = batch["requests"] as JsonArray;
        if (requests is null || requests.Count is 0 or > Most)
        {
            throw GraphRefusalException.BadRequest($"A batch holds 1 to {Most} requests.");
        }

        var parts = requests.Select(r => One(r as JsonObject ?? throw GraphRefusalException.BadRequest("A request of the batch is no object."))).ToList();
        if (parts.Select(p => p.Id).Distinct(StringComparer.Ordinal).Count() < parts.Count)
        {
            throw GraphRefusalException.BadRequest("Request Id already exists. Each id may stand once in a batch.");
        }

        CheckDependencies(parts);
        return parts;
    }

    private static BatchPart One(JsonObject request)
    {
        if (request.Text("id") is not { Length: > 0 } id || request.Text("method") is not { Length: > 0 } method || request.Text("url") is not { Length: > 0 } url)
        {
            throw GraphRefusalException.BadRequest("Each request of a batch needs id, method and url.");
        }

        if (url.Contains("://", StringComparison.Ordinal) || Uri.UnescapeDataString(url).TrimStart('/').StartsWith("$batch", StringComparison.OrdinalIgnoreCase))
        {
            throw GraphRefusalException.BadRequest($"The url '{url}' is not relative to the version, or is a batch itself.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Part<JsonObject>(request, "headers") ?? [])
        {
            headers[name] = GraphBody.Value<string>(value, name) ?? string.Empty;
        }

        if (request["body"] is not null && !headers.ContainsKey("Content-Type"))
        {
            throw GraphRefusalException.BadRequest("Write request id : " + id + " does not contain Content-Type header or body.");
        }

        var dependsOn = (Part<JsonArray>(request, "dependsOn") ?? []).Select(d => GraphBody.Value<string>(d, "dependsOn") ?? string.Empty).ToList();
        return new BatchPart(id, method.ToUpperInvariant(), "/" + url.TrimStart('/'), headers, Bytes(request["body"]), dependsOn);
    }

    private static T? Part<T>(JsonObject request, string name)
        where T : JsonNode => request[name] switch
        {
            null => null,
            T part => part,
            _ => throw GraphRefusalException.BadRequest($"The {name} of a request of the batch are no {(typeof(T) == typeof(JsonArray) ? "list" : "object")}."),
        };

    // A body that is no JSON comes as base64 of its bytes: the MIME of a draft is base64 itself, so it stands as it is.
    private static byte[] Bytes(JsonNode? body) => body switch
    {
        null => [],
        JsonValue value when value.TryGetValue<string>(out var text) => Encoding.UTF8.GetBytes(text),
        _ => JsonText.Bytes(body),
    };

    // Either none depends on another, or each on the one before it, or all that depend on one and the same.
    private static void CheckDependencies(List<BatchPart> parts)
    {
        var dependent = parts.Where(p => p.DependsOn.Count > 0).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].DependsOn.Any(d => !parts.Take(i).Any(p => p.Id == d)))
            {
                throw GraphRefusalException.BadRequest($"The request '{parts[i].Id}' depends on one that does not stand before it.");
            }
        }

        var isChain = dependent.Count == parts.Count - 1 && parts.Skip(1).Select((p, i) => p.DependsOn is [var only] && only == parts[i].Id).All(fits => fits);
        var isStar = dependent.Select(p => p.DependsOn is [var only] ? only : string.Empty).Distinct(StringComparer.Ordinal).Count() <= 1
            && dependent.TrueForAll(p => p.DependsOn.Count == 1);
        if (dependent.Count > 0 && !isChain && !isStar)
        {
            throw GraphRefusalException.BadRequest("The requests of a batch run either all in parallel, or each after the one before it.");
        }
    }
}
