using System.Globalization;
using System.Text.Json;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Serving;

/// <summary>What the command line says: --seed N, --state FILE, --clock driven|real.</summary>
internal sealed record SimulatorOptions(int Seed, string? StatePath, bool? IsDriven)
{
    /// <summary>What --help says.</summary>
    internal const string Usage = "Options: --urls http://127.0.0.1:8365, --state FILE, --seed N, --clock driven|real. simulator/Tern.Microsoft365Simulator/README.md tells of each.";

    private static readonly string[] Known = ["urls", "state", "seed", "clock"];

    /// <exception cref="StartRefusalException">An option or a value that cannot be understood.</exception>
    internal static SimulatorOptions Read(string[] arguments, IConfiguration configuration)
    {
        CheckWords(arguments);
        // What has a colon is a setting of ASP.NET Core, such as Logging:LogLevel:Default.
        if (arguments.FirstOrDefault(a => a.StartsWith("--", StringComparison.Ordinal) && !a.Contains(':', StringComparison.Ordinal) && !Known.Contains(a[2..].Split('=')[0])) is { } unknown)
        {
            throw new StartRefusalException($"There is no option {unknown}. {Usage}");
        }

        var seed = configuration["seed"] is { } text
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new StartRefusalException($"--seed {text}: say a whole number.")
            : 1;
        var isDriven = configuration["clock"] switch
        {
            null => (bool?)null,
            "driven" => true,
            "real" => false,
            var other => throw new StartRefusalException($"--clock {other}: say driven or real."),
        };
        return new SimulatorOptions(seed, configuration["state"] is { Length: > 0 } path ? Path.GetFullPath(path) : null, isDriven);
    }

    // ASP.NET Core passes over what is no option, and takes an option without a value for the next option's.
    private static void CheckWords(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                throw new StartRefusalException($"{name} is no option. {Usage}");
            }

            if (name.Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            if (Known.Contains(name[2..]) && (i + 1 == arguments.Length || arguments[i + 1].Length == 0 || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new StartRefusalException($"{name} needs a value. {Usage}");
            }

            if (Array.IndexOf(arguments, name) != i)
            {
                throw new StartRefusalException($"{name} is there twice.");
            }

            i++;
        }
    }

    /// <summary>Loads the state; what it says about seed and clock stands, unless the command line sets the clock.</summary>
    /// <exception cref="StartRefusalException">The state cannot be read, or none can be kept there.</exception>
    internal void Prepare(Simulator simulator, StateFile? file)
    {
        try
        {
            if (file?.Take() == false)
            {
                throw new StartRefusalException($"--state {StatePath}: another process keeps its state there. End it, or name another file.");
            }

            file?.Load(simulator.World);
            file?.Save(simulator.World);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusalException($"--state {StatePath}: {problem.Message} Name a file in a folder that is there and that you may write to.");
        }
        catch (JsonException problem)
        {
            var why = problem.Message.Contains("required properties", StringComparison.Ordinal) ? "It is JSON of something else." : problem.Message;
            throw new StartRefusalException($"--state {StatePath}: the file is there, but is no state of this program. ({why}) Move it away, or name another one.");
        }
        catch (InvalidDataException problem)
        {
            throw new StartRefusalException($"--state {StatePath}: {problem.Message} Move it away, or name another one.");
        }

        if (IsDriven == true && !simulator.Clock.IsDriven)
        {
            simulator.Clock.Drive(simulator.Clock.GetUtcNow());
        }
        else if (IsDriven == false)
        {
            simulator.Clock.Run();
        }
    }
}
