using System.CommandLine;

namespace Tern.Commands;

internal static class GlobalOptions
{
    internal static readonly Option<string?> Data = new("--data")
    {
        Description = "The data directory (or TERN_DATA). It never depends on HOME.",
        HelpName = "DIR",
        Recursive = true,
    };
}
