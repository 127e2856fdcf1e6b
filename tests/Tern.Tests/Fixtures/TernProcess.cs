using System.Diagnostics;

namespace Tern.Tests.Fixtures;

/// <summary>The command line as its users run it: a process of its own on the same data directory.</summary>
internal static class TernProcess
{
    internal static async Task<(int ExitCode, string Output, string Error)> RunTernAsync(this TernApp app, params string[] arguments) =>
        await RunAsync(app.DataPath, app.DatabaseConnection, arguments);

    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(string data, string? database, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "tern"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TERN_DATA"] = data;
        start.Environment["TERN_Database"] = database ?? "";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var ct = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await error);
    }
}
