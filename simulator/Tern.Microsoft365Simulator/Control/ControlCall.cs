using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>One command under /_sim.</summary>
internal sealed record ControlCall(Simulator Simulator, SimulatedRequest Request)
{
    private static readonly JsonSerializerOptions Strict = new(JsonText.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    internal FormFields Query => FormFields.OfQuery(Request);

    /// <summary>The body; a misspelt name is refused and not passed over.</summary>
    internal T Body<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Request.Body.Span, Strict) ?? throw new ControlRefusalException(400, "The body is null.");
        }
        catch (JsonException problem)
        {
            throw BodyProblem.Of(problem);
        }
    }

    internal Tenant Tenant(string key) => Simulator.Tenants.Find(key) ?? throw ControlRefusalException.NotFound($"tenant {key}");

    internal User User(string key) => Simulator.Users.Find(key) ?? throw ControlRefusalException.NotFound($"user {key}");

    internal AppRegistration App(string clientId) => Simulator.Apps.Find(clientId) ?? throw ControlRefusalException.NotFound($"app {clientId}");

    internal static SimulatedResponse Show(object value, int status = 200) =>
        SimulatedResponse.Json(status, JsonSerializer.SerializeToNode(value, JsonText.Options)!);

    internal static SimulatedResponse List<T>(IEnumerable<T> values) => SimulatedResponse.Json(200, new JsonObject
    {
        ["value"] = JsonSerializer.SerializeToNode(values.ToList(), JsonText.Options),
    });

    internal static SimulatedResponse Done() => SimulatedResponse.Empty(204);
}
