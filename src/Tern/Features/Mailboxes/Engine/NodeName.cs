using Tern.Hosting;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>
/// This node's stable name. A server on one data directory keeps its name over restarts, so that it retakes its leases at once; a command that works
/// beside it has a name of its own, so that it never takes over from a living server.
/// </summary>
internal sealed record NodeName(string Value)
{
    internal static NodeName OfServer(DataDirectory directory)
    {
        var path = directory.Combine("node");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, $"{Environment.MachineName}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}");
        }

        return new NodeName(File.ReadAllText(path).Trim());
    }

    internal static NodeName OfCommand() => new($"{Environment.MachineName}-command-{Environment.ProcessId}");
}
