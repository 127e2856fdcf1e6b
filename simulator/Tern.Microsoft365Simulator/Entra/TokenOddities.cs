using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Writes a token answer, with what real answers have been seen to differ in where it is switched on.</summary>
internal static class TokenOddities
{
    internal static SimulatedResponse Apply(World world, SimulatedRequest request, JsonObject body)
    {
        var settings = world.Settings;
        if (settings.CaptivePortal)
        {
            return SimulatedResponse.Html(200, "<!doctype html><title>Welcome</title><h1>Welcome to the guest network</h1><p>Accept the terms to go on.</p>");
        }

        if (settings.ExpiresInAsString)
        {
            body["expires_in"] = body["expires_in"]!.ToString();
        }

        if (settings.OmitScope)
        {
            body.Remove("scope");
        }

        if (settings.UnknownFields)
        {
            body["foci"] = "1";
            body["x_future"] = new JsonObject { ["nested"] = new JsonArray(1, "two", null) };
        }

        var answer = SimulatedResponse.Json(200, body);
        if (settings.ByteOrderMark)
        {
            answer = answer with { Body = (byte[])[.. Encoding.UTF8.Preamble, .. answer.Body.Span] };
        }

        return EntraAnswers.WithHeaders(world, request, answer);
    }
}
