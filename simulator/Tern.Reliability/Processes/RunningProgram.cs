using System.Diagnostics;
using System.Globalization;

namespace Tern.Reliability.Processes;

/// <summary>A program that is started and killed by its id. What it says goes to a file, so that it never waits for a reader.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;

    private RunningProgram(Process process) => _process = process;

    internal int Id => _process.Id;

    internal bool HasEnded => _process.HasExited;

    /// <summary>Another program of this repository, built with the configuration of this one.</summary>
    internal static string At(string project, string name) => Checkout.At($"artifacts/bin/{project}/{new DirectoryInfo(AppContext.BaseDirectory).Name}/{name}");

    internal static RunningProgram Start(string program, IEnumerable<string> arguments, string log)
    {
        // The shell puts itself aside (exec), so that the id is the program's own.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var part in (string[])["-c", "log=$1; shift; exec \"$@\" >> \"$log\" 2>&1", "sh", log, program, .. arguments])
        {
            start.ArgumentList.Add(part);
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningProgram(process);
    }

    /// <summary>Runs to the end and gives what was written to standard output.</summary>
    internal static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        if (input is not null)
        {
            // A program that reads nothing may have ended by now, and a pipe that nobody holds is an error to write to.
            await process.StandardInput.WriteLineAsync(input.AsMemory(), cancellationToken);
        }

        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {output}{await error}");
    }

    /// <summary>SIGKILL: nothing of it runs on, at whatever instruction it was.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Resident memory now, in bytes (proc_pid_status(5)).</summary>
    internal long Memory => 1024 * long.Parse(
        File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
