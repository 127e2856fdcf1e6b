namespace Tern.Hosting;

/// <summary>The data directory cannot be made, read or written. The message is meant for the operator as it is.</summary>
internal sealed class DataDirectoryException(string message, Exception inner) : Exception(message, inner);
