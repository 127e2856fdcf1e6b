using System.Globalization;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Serving;

/// <summary>What the command line says: --seed N, --state FILE, --clock driven|real.</summary>
internal sealed record SimulatorOptions(int Seed, string? StatePath, bool? IsDriven)
{
    /// <exception cref="ArgumentException">A value that cannot be understood.</exception>
    internal static SimulatorOptions Read(IConfiguration configuration)
    {
        var seed = configuration["seed"] is { } text
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException($"--seed {text} is no number.", nameof(configuration))
            : 1;
        var isDriven = configuration["clock"] switch
        {
            null => (bool?)null,
            "driven" => true,
            "real" => false,
            var other => throw new ArgumentException($"--clock {other}: say driven or real.", nameof(configuration)),
        };
        return new SimulatorOptions(seed, configuration["state"] is { Length: > 0 } path ? Path.GetFullPath(path) : null, isDriven);
    }

    /// <summary>Loads the state; what it says about seed and clock stands, unless the command line sets the clock.</summary>
    internal void Prepare(Simulator simulator, StateFile? file)
    {
        file?.Load(simulator.World);
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
