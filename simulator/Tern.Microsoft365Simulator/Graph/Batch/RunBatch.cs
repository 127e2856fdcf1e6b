using System.Text.Json;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Batch;

/// <summary>
/// POST $batch (json-batching): up to 20 requests in one, each answered by itself, with its own preferences, its own
/// faults and its own refusal. The batch as a whole is 200 unless it is not understood. What a part does to the connection it does to all of them.
/// </summary>
internal static class RunBatch
{
    internal static SimulatedResponse Answer(GraphCall call, string[] version)
    {
        var parts = BatchPart.Read(call.BodyObject());
        var statuses = new Dictionary<string, int>(StringComparer.Ordinal);
        var responses = new List<JsonNode>();
        var (delay, cut, speed) = (TimeSpan.Zero, Cut.None, (int?)null);
        foreach (var part in parts)
        {
            var answer = part.DependsOn.Any(id => statuses[id] >= 400)
                ? Failed(call)
                : Run(call, version, part);
            statuses.Add(part.Id, answer.Status);
            responses.Add(Describe(part, answer));
            delay = answer.Delay > delay ? answer.Delay : delay;
            cut = cut == Cut.None ? answer.Cut : cut;
            speed ??= answer.BytesPerSecond;
        }

        if (call.World.Random.Happens(call.World.Settings.ShuffledBatches))
        {
            call.World.Random.Shuffle(responses);
        }

        return call.Json(200, new JsonObject { ["responses"] = new JsonArray([.. responses]) }) with { Delay = delay, Cut = cut, BytesPerSecond = speed };
    }

    private static SimulatedResponse Run(GraphCall call, string[] version, BatchPart part)
    {
        var world = call.World;
        var path = $"/{string.Join('/', version)}{part.Url}";
        var headers = new Dictionary<string, string>(part.Headers, StringComparer.OrdinalIgnoreCase);
        headers.TryAdd("Authorization", call.Request.Header("Authorization") ?? string.Empty);
        var request = new SimulatedRequest(part.Method, call.Request.BaseUrl, path, headers, part.Body);
        var segments = RequestPath.Segments(request.RawPath);
        world.State.Requests++;
        var entry = new RequestEntry { Number = world.State.Requests, Time = world.Now, Method = part.Method, Path = path };
        var fault = FaultRules.Pick(world, request, segments);
        var answer = fault is null ? Truth() : FaultRules.Serve(world, request, segments, fault, entry, Truth);
        if (answer.Handshake is not null)
        {
            answer = GraphAnswers.Refusal(world, request, new GraphRefusalException(501, "NotImplemented", "The simulator does not call a notification endpoint from inside a batch. Send this request by itself."), entry);
        }

        (entry.Status, entry.Cut) = (answer.Status, answer.Cut);
        world.Log.Add(entry);
        return answer;

        SimulatedResponse Truth() => GraphRouter.Answer(world, request, segments[version.Length..], entry);
    }

    private static SimulatedResponse Failed(GraphCall call) =>
        GraphAnswers.Refusal(call.World, call.Request, 424, "FailedDependency", "The request this one depends on failed.");

    private static JsonObject Describe(BatchPart part, SimulatedResponse answer)
    {
        var headers = new JsonObject();
        foreach (var header in answer.Headers.Where(h => h.Key is not ("Content-Length" or "Date" or "Strict-Transport-Security" or "x-ms-ags-diagnostic")))
        {
            headers[header.Key] = header.Value;
        }

        var described = new JsonObject { ["id"] = part.Id, ["status"] = answer.Status, ["headers"] = headers };
        if (!answer.Body.IsEmpty)
        {
            described["body"] = Body(answer);
        }

        return described;
    }

    // What is no JSON, such as the MIME of $value, comes in base64; also where a fault only calls it JSON.
    private static JsonNode? Body(SimulatedResponse answer)
    {
        try
        {
            return answer.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true
                ? JsonNode.Parse(answer.Body.Span)
                : Convert.ToBase64String(answer.Body.Span);
        }
        catch (JsonException)
        {
            return Convert.ToBase64String(answer.Body.Span);
        }
    }
}
