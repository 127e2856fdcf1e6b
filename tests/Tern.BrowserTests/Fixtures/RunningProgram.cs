using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tern.BrowserTests.Fixtures;

/// <summary>A program started by a test, with its output kept; killed by its id when the test ends.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private RunningProgram(Process process) => _process = process;

    internal int Id => _process.Id;

    internal string Output => string.Join('\n', _output);

    internal static RunningProgram Start(string program, params string[] arguments)
    {
        var running = new RunningProgram(new Process { StartInfo = Info(program, arguments) });
        running._process.OutputDataReceived += (_, line) => running._output.Enqueue(line.Data ?? "");
        running._process.ErrorDataReceived += (_, line) => running._output.Enqueue(line.Data ?? "");
        running._process.Start();
        running._process.StandardInput.Close();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    internal static async Task<(int ExitCode, string Output)> RunAsync(string program, string input, params string[] arguments)
    {
        var ct = TestContext.Current.CancellationToken;
        using var process = Process.Start(Info(program, arguments))!;
        await WriteAsync(process, input);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await error);
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            if (input.Length > 0)
            {
                await process.StandardInput.WriteLineAsync(input.AsMemory(), TestContext.Current.CancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; what it says about that is in its output.
        }
    }

    /// <summary>SIGKILL: nothing of it runs on, at whatever instruction it was.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM: it ends in good order.</summary>
    internal async Task StopAsync()
    {
        await RunAsync("/usr/bin/kill", "", "-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Info(string program, string[] arguments)
    {
        var info = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }
}
