using System.Globalization;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The bodies and headers of the token endpoint.</summary>
internal static class EntraAnswers
{
    internal static SimulatedResponse Refusal(World world, SimulatedRequest request, EntraError error)
    {
        var (trace, correlation, timestamp) = Marks(world, request);
        var body = new JsonObject
        {
            ["error"] = error.OAuth,
            ["error_description"] = Describe(world, request, error),
            ["error_codes"] = new JsonArray(error.Code),
            ["timestamp"] = timestamp,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
        };
        if (!world.Settings.OmitErrorUri)
        {
            body["error_uri"] = HelpAddress(error);
        }

        if (error.Suberror is { } suberror)
        {
            body["suberror"] = suberror;
        }

        if (error.Claims is { } claims)
        {
            body["claims"] = claims;
        }

        var answer = WithHeaders(world, request, SimulatedResponse.Json(error.Status, body));
        return error.RetryAfter is { } seconds ? answer.With("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)) : answer;
    }

    /// <summary>The text of an error, with what a person reads to support.</summary>
    internal static string Describe(World world, SimulatedRequest request, EntraError error)
    {
        var (trace, correlation, timestamp) = Marks(world, request);
        return string.Join(
            world.Settings.ErrorTextInLines ? "\r\n" : " ",
            $"AADSTS{error.Code}: {error.Text}",
            $"Trace ID: {trace}",
            $"Correlation ID: {correlation}",
            $"Timestamp: {timestamp}");
    }

    internal static string HelpAddress(EntraError error) => $"https://login.microsoftonline.com/error?code={error.Code}";

    internal static SimulatedResponse WithHeaders(World world, SimulatedRequest request, SimulatedResponse response)
    {
        var (trace, _, _) = Marks(world, request);
        response = CrossOrigin.Allow(request, response)
            .With("Cache-Control", "no-store, no-cache")
            .With("Pragma", "no-cache")
            .With("Expires", "-1")
            .With("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
            .With("X-Content-Type-Options", "nosniff")
            .With("x-ms-request-id", trace)
            .With("x-ms-ests-server", "2.1.0 - simulated")
            .With("P3P", "CP=\"DSP CUR OTPi IND OTRi ONL FIN\"")
            .With("Set-Cookie", $"fpc={trace.Replace("-", string.Empty)}; expires={world.Now.AddDays(30).ToString("R", CultureInfo.InvariantCulture)}; path=/; secure; HttpOnly; SameSite=None")
            .With("Date", world.Now.ToString("R", CultureInfo.InvariantCulture));
        return request.Header("client-request-id") is { } asked
            && string.Equals(request.Header("return-client-request-id"), "true", StringComparison.OrdinalIgnoreCase)
                ? response.With("client-request-id", asked)
                : response;
    }

    /// <summary>What a person reads to support: trace id, correlation id, time.</summary>
    internal static (string Trace, string Correlation, string Timestamp) Marks(World world, SimulatedRequest request)
    {
        var trace = world.Identifier("trace", world.State.Requests);
        var correlation = request.Header("client-request-id") is { } asked && Guid.TryParse(asked, out var id)
            ? id.ToString("D")
            : world.Identifier("correlation", world.State.Requests);
        return (trace, correlation, world.Now.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}
