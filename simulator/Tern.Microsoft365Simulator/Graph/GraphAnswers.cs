using System.Globalization;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>The error body and the headers that stand on every answer of Graph (microsoft-graph errors).</summary>
internal static class GraphAnswers
{
    internal static SimulatedResponse Refusal(World world, SimulatedRequest request, GraphRefusalException refusal, RequestEntry entry)
    {
        entry.Error = refusal.Code;
        return refusal.Headers.Aggregate(Refusal(world, request, refusal.Status, refusal.Code, refusal.Message), (r, h) => r.With(h.Key, h.Value));
    }

    internal static SimulatedResponse Refusal(World world, SimulatedRequest request, int status, string code, string text)
    {
        var (id, client) = Ids(world, request);
        return SimulatedResponse.Json(status, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = code,
                ["message"] = text,
                ["innerError"] = new JsonObject
                {
                    ["date"] = world.Now.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
                    ["request-id"] = id,
                    ["client-request-id"] = client,
                },
            },
        });
    }

    /// <summary>Runs a rule; where it refuses, the refusal is the answer. All headers are on either.</summary>
    internal static SimulatedResponse Guard(World world, SimulatedRequest request, RequestEntry entry, Func<SimulatedResponse> rule)
    {
        SimulatedResponse response;
        try
        {
            response = rule();
        }
        catch (GraphRefusalException refusal)
        {
            response = Refusal(world, request, refusal, entry);
        }
        catch (Exception problem)
        {
            response = Failure(world, request, problem, entry);
        }

        return WithHeaders(world, request, response);
    }

    // A mistake of ours has the form of trouble at Microsoft, so that a client goes on; answer, request log and log of the program say whose it is.
    private static SimulatedResponse Failure(World world, SimulatedRequest request, Exception problem, RequestEntry entry)
    {
        entry.Error = "generalException";
        entry.Failure = $"{problem.GetType().Name}: {problem.Message}";
        world.Failures.Tell($"{request.Method} {request.RawPath}", problem);
        return Refusal(world, request, 500, "generalException", $"The simulator itself failed ({problem.GetType().Name}); Microsoft 365 would not have. /_sim/requests says more.");
    }

    internal static SimulatedResponse WithHeaders(World world, SimulatedRequest request, SimulatedResponse response)
    {
        var (id, client) = Ids(world, request);
        return response with
        {
            Headers =
            [
                .. response.Headers.Where(h => h.Key is not ("request-id" or "client-request-id" or "Cache-Control" or "x-ms-ags-diagnostic" or "Strict-Transport-Security" or "Date")),
                new("Cache-Control", "no-cache"),
                new("request-id", id),
                new("client-request-id", client),
                new("x-ms-ags-diagnostic", """{"ServerInfo":{"DataCenter":"Simulated","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"SIM000"}}"""),
                new("Strict-Transport-Security", "max-age=31536000"),
                new("Date", world.Now.ToString("R", CultureInfo.InvariantCulture)),
            ],
        };
    }

    private static (string Request, string Client) Ids(World world, SimulatedRequest request)
    {
        var id = world.Identifier("request", world.State.Requests);
        // It goes into a header again, where anything but printable ASCII has no place.
        return (id, request.Header("client-request-id") is { } client && HeaderText.Fits(client) ? client : id);
    }
}
