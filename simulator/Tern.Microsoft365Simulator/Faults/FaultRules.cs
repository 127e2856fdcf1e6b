using System.Net.Sockets;
using System.Text;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Faults;

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

            if (Fires(world, fault, world.Random))
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Serves a request that a fault has struck.</summary>
    internal static SimulatedResponse Serve(World world, SimulatedRequest request, string[] segments, Fault fault, RequestEntry entry, Func<SimulatedResponse> route)
    {
        entry.Fault = fault.Id;
        var hit = new FaultHit(world, request, segments, fault, entry);
        if (fault.Class is { } id)
        {
            entry.FaultClass = id;
            return WithHeaders(fault, FaultClasses.Find(id)!.Serve!(hit, route));
        }

        var truth = fault.LetsEffectHappen ? route() : SimulatedResponse.Empty(0);
        return truth.Handshake is { } handshake ? truth with { Handshake = handshake.Then(final => Apply(hit, final)) } : Apply(hit, truth);
    }

    internal static bool IsInTime(World world, Fault fault) =>
        (fault.From is not { } from || world.Now >= from) && (fault.Until is not { } until || world.Now < until);

    /// <summary>Counts a match, and says whether it is one that hits.</summary>
    internal static bool Fires(World world, Fault fault, SeededSequence sequence)
    {
        world.Version++;
        fault.Seen++;
        if (fault.Seen <= fault.Skip || (fault.Times is { } times && fault.Fired >= times) || !sequence.Happens(fault.Probability))
        {
            return false;
        }

        fault.Fired++;
        return true;
    }

    private static SimulatedResponse Apply(FaultHit hit, SimulatedResponse truth)
    {
        var fault = hit.Fault;
        if (fault.Down is { } reason)
        {
            return SimulatedResponse.NotConnected(reason, SocketError.ConnectionRefused) with { Delay = fault.Delay };
        }

        var response = fault switch
        {
            { Aadsts: { } code } => hit.Aadsts(code),
            { Status: { } status, GraphCode: { } code } => hit.Graph(status, code, fault.Body ?? "The request was refused by a fault of the simulation."),
            { Status: { } status } => hit.Plain(status, fault.Body ?? string.Empty, fault.ContentType),
            _ => truth,
        };
        return WithHeaders(fault, response) with { Delay = fault.Delay, Cut = fault.Cut, BytesPerSecond = fault.BytesPerSecond };
    }

    private static SimulatedResponse WithHeaders(Fault fault, SimulatedResponse response) => fault.Headers.Aggregate(response, (r, h) => r.With(h.Key, h.Value));

    private static bool Matches(World world, Fault fault, SimulatedRequest request, string path) =>
        (fault.Method is null || string.Equals(fault.Method, request.Method, StringComparison.OrdinalIgnoreCase))
        && IsInTime(world, fault)
        && (fault.Path is null || Fits(fault.Path, path))
        && (fault.Class is null || FaultClasses.Find(fault.Class)!.Strikes(request, path, fault.Path is not null))
        && (fault.App is null || Encoding.UTF8.GetString(request.Body.Span).Contains(fault.App, StringComparison.OrdinalIgnoreCase) || string.Equals(ClientOf(world, request), fault.App, StringComparison.OrdinalIgnoreCase))
        && (fault.BodyContains is null || Encoding.UTF8.GetString(request.Body.Span).Contains(fault.BodyContains, StringComparison.Ordinal));

    // By token at Graph, by HTTP Basic at the token endpoint, by the query where a person signs in.
    private static string? ClientOf(World world, SimulatedRequest request) =>
        request.Header("Authorization") is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? AccessTokens.Read(world, header[7..].Trim())?.Text("appid")
            : ClientAuthentication.Read(request, FormFields.OfQuery(request)).ClientId;

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
