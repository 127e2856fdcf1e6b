namespace Tern.Microsoft365Simulator.Faults;

/// <summary>A named kind of trouble: where it strikes and what it does. The README lists them all.</summary>
/// <param name="Id">A letter and a number, such as G4.</param>
/// <param name="Says">One line for people.</param>
internal sealed record FaultClass(string Id, string Says)
{
    /// <summary>The verb it strikes; null for every verb.</summary>
    internal string? Method { get; init; }

    /// <summary>Where it strikes unless the fault names a path of its own.</summary>
    internal string[] Paths { get; init; } = ["*"];

    /// <summary>What else must hold of the request.</summary>
    internal Func<SimulatedRequest, bool> When { get; init; } = _ => true;

    /// <summary>How often it strikes unless the fault says so; null for ever.</summary>
    internal int? Times { get; init; } = 1;

    /// <summary>The number that <see cref="Fault.Amount"/> replaces: messages, bytes, or bytes per second.</summary>
    internal int Amount { get; init; }

    /// <summary>How long it lasts or holds back unless the fault says so.</summary>
    internal TimeSpan Delay { get; init; }

    /// <summary>What becomes of the request; null where it strikes something else than a request.</summary>
    internal Func<FaultHit, Func<SimulatedResponse>, SimulatedResponse>? Serve { get; init; }

    /// <summary>Whether a request is of the kind it strikes; a path of the fault's own stands in place of the class's.</summary>
    internal bool Strikes(SimulatedRequest request, string path, bool hasOwnPath) =>
        Serve is not null
        && (Method is null || string.Equals(Method, request.Method, StringComparison.OrdinalIgnoreCase))
        && (hasOwnPath || Paths.Any(p => FaultRules.Fits(p, path)))
        && When(request);
}
