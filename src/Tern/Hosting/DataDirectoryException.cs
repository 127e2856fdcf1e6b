namespace Tern.Hosting;

/// <summary>The data directory cannot be made, read or written, or holds no Tern. Both sentences are meant for the operator as they are.</summary>
internal sealed class DataDirectoryException(string cause, string remedy, Exception? inner = null) : Exception($"{cause} {remedy}", inner)
{
    internal string Cause { get; } = cause;

    internal string Remedy { get; } = remedy;

    /// <summary>There is no Tern where one was looked for.</summary>
    internal bool IsMissing { get; private init; }

    internal static DataDirectoryException Missing(string cause, string remedy) => new(cause, remedy) { IsMissing = true };
}
