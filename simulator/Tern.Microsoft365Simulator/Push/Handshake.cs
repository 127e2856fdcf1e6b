namespace Tern.Microsoft365Simulator.Push;

/// <summary>
/// The wish of an answer to call out first: each address is sent a token and has to give it back
/// (change-notifications-delivery-webhooks, "notificationUrl validation"). Rules do no I/O, so whoever carries the answer does it, outside the lock.
/// </summary>
public sealed class Handshake
{
    /// <summary>How long an endpoint may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal Handshake(IReadOnlyList<HandshakeCall> calls, Func<IReadOnlyList<HandshakeResult>, SimulatedResponse> conclude)
    {
        Calls = calls;
        Conclude = conclude;
    }

    /// <summary>What is to be POSTed, in this order.</summary>
    public IReadOnlyList<HandshakeCall> Calls { get; }

    internal Func<IReadOnlyList<HandshakeResult>, SimulatedResponse> Conclude { get; }

    /// <summary>The same calls, with something done to the answer that comes of them.</summary>
    internal Handshake Then(Func<SimulatedResponse, SimulatedResponse> change) => new(Calls, results => change(Conclude(results)));
}

/// <summary>One POST with an empty body and text/plain; the token is in the address already.</summary>
public sealed record HandshakeCall(string Address, string Token);

/// <summary>What the endpoint said: the status is null when nothing came, or not within ten seconds.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The media type, without its parameters.</param>
/// <param name="Body">The body as text.</param>
/// <param name="TimedOut">Nothing came in time.</param>
public sealed record HandshakeResult(int? Status, string? ContentType, string Body, bool TimedOut)
{
    internal static readonly HandshakeResult Silence = new(null, null, string.Empty, TimedOut: true);
}
