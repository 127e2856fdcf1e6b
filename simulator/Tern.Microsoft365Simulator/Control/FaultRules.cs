using System.Globalization;
using System.Text;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Which fault hits a request, and what becomes of the answer.</summary>
internal static class FaultRules
{
    /// <summary>The first fault, in the order they were added, that matches and fires.</summary>
    internal static Fault? Pick(World world, SimulatedRequest request, string[] segments)
    {
        if (world.State.Faults.Count == 0)
        {
            return null;
        }

        var path = "/" + string.Join('/', segments);
        foreach (var fault in world.State.Faults)
        {
            if (!Matches(world, fault, request, path))
            {
                continue;
            }

            world.Version++;
            fault.Seen++;
            if (fault.Seen > fault.Skip && (fault.Times is not { } times || fault.Fired < times) && world.Random.Happens(fault.Probability))
            {
                fault.Fired++;
                return fault;
            }
        }

        return null;
    }

    internal static SimulatedResponse Apply(World world, SimulatedRequest request, Fault fault, SimulatedResponse truth, RequestEntry entry)
    {
        entry.Fault = fault.Id;
        var response = fault switch
        {
            { Aadsts: { } code } => Aadsts(world, request, fault, code, entry),
            { Status: { } status, GraphCode: { } code } => GraphError(world, request, fault, status, code, entry),
            { Status: { } status } => SimulatedResponse
                .Of(status, fault.ContentType, Encoding.UTF8.GetBytes(fault.Body ?? string.Empty))
                .With("Date", world.Now.ToString("R", CultureInfo.InvariantCulture)),
            _ => truth,
        };
        response = fault.Headers.Aggregate(response, (r, h) => r.With(h.Key, h.Value));
        return response with { Delay = fault.Delay, Cut = fault.Cut };
    }

    private static SimulatedResponse Aadsts(World world, SimulatedRequest request, Fault fault, int code, RequestEntry entry)
    {
        entry.Error = $"AADSTS{code}";
        var error = EntraError.Of(code);
        return EntraAnswers.Refusal(world, request, error with { Status = fault.Status ?? error.Status });
    }

    private static SimulatedResponse GraphError(World world, SimulatedRequest request, Fault fault, int status, string code, RequestEntry entry)
    {
        entry.Error = code;
        return GraphAnswers.WithHeaders(world, request, GraphAnswers.Refusal(world, request, status, code, fault.Body ?? "The request was refused by a fault of the simulation."));
    }

    private static bool Matches(World world, Fault fault, SimulatedRequest request, string path) =>
        (fault.Method is null || string.Equals(fault.Method, request.Method, StringComparison.OrdinalIgnoreCase))
        && (fault.From is not { } from || world.Now >= from)
        && (fault.Until is not { } until || world.Now < until)
        && (fault.Path is null || Fits(fault.Path, path))
        && (fault.BodyContains is null || Encoding.UTF8.GetString(request.Body.Span).Contains(fault.BodyContains, StringComparison.Ordinal));

    /// <summary>Compares with * for any run of characters, without case.</summary>
    internal static bool Fits(string pattern, string text)
    {
        var pieces = pattern.Split('*');
        if (pieces.Length == 1)
        {
            return string.Equals(pattern, text, StringComparison.OrdinalIgnoreCase);
        }

        if (!text.StartsWith(pieces[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = pieces[0].Length;
        foreach (var piece in pieces[1..^1])
        {
            var found = text.IndexOf(piece, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return text.Length - at >= pieces[^1].Length && text.EndsWith(pieces[^1], StringComparison.OrdinalIgnoreCase);
    }
}
