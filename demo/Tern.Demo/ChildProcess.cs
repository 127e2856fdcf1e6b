using System.Diagnostics;

namespace Tern.Demo;

/// <summary>A program that the demo started: its output goes to a file, and it is ended in good order.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly string _log;

    private ChildProcess(Process process, string log) => (_process, _log) = (process, log);

    internal bool HasExited => _process.HasExited;

    internal static ChildProcess Start(string program, string log, params string[] arguments)
    {
        var process = new Process { StartInfo = Info(program, arguments) };
        var file = TextWriter.Synchronized(new StreamWriter(log, append: true) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => file.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => file.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process, log);
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    internal static async Task<string> RunAsync(string program, string input, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(Info(program, arguments))!;
        await process.StandardInput.WriteLineAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await error}");
    }

    /// <summary>Asks it to end (SIGTERM) and waits; what does not end is ended.</summary>
    internal async Task StopAsync(TimeProvider time)
    {
        if (_process.HasExited)
        {
            return;
        }

        using (var kill = Process.Start(new ProcessStartInfo("kill", $"-TERM {_process.Id}") { UseShellExecute = false }))
        {
            await kill!.WaitForExitAsync(CancellationToken.None);
        }

        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"Process {_process.Id} did not end in {Patience.TotalSeconds:0} seconds and is killed; its log is {_log}.");
            _process.Kill();
        }
    }

    public void Dispose() => _process.Dispose();

    /// <summary>In a session of its own, so that Ctrl+C reaches only the demo, which ends the two in order.</summary>
    private static ProcessStartInfo Info(string program, string[] arguments)
    {
        var hasSetsid = File.Exists("/usr/bin/setsid");
        var info = new ProcessStartInfo(hasSetsid ? "/usr/bin/setsid" : program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in hasSetsid ? [program, .. arguments] : arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }
}
