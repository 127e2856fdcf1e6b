namespace Tern.Microsoft365Simulator.Serving;

/// <summary>The program cannot start as it was asked to; says what is wrong and what to do.</summary>
internal sealed class StartRefusalException(string reason) : Exception(reason);
