namespace Tern.Microsoft365Simulator.State;

/// <summary>Tells whoever writes the log of the program what the simulator itself did wrong. It has no logger of its own: it runs in other programs too.</summary>
internal sealed class Failures
{
    /// <summary>Is told what was being done, and what went wrong.</summary>
    internal Action<string, Exception>? Listener { get; set; }

    internal void Tell(string what, Exception problem) => Listener?.Invoke(what, problem);
}
