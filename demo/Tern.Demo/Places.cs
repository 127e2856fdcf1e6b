namespace Tern.Demo;

/// <summary>Where the demo finds the two programs and keeps their state.</summary>
/// <param name="Simulator">The simulator's executable.</param>
/// <param name="Desk">The help desk's executable.</param>
/// <param name="State">A folder that is kept between runs.</param>
internal sealed record Places(string Simulator, string Desk, string State)
{
    internal const string SimulatorUrl = "http://127.0.0.1:8365";
    internal const string DeskUrl = "http://127.0.0.1:8080";

    internal string Data => Path.Combine(State, "desk");

    internal string Tenant => Path.Combine(State, "tenant.json");

    /// <summary>Both are built beside this one, in the same configuration.</summary>
    internal static Places Find()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var root = Path.GetFullPath(Path.Combine(bin, "..", ".."));
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return new Places(
            Path.Combine(bin, "Tern.Microsoft365Simulator", configuration, "Tern.Microsoft365Simulator" + suffix),
            Path.Combine(bin, "Tern", configuration, "tern" + suffix),
            Path.Combine(root, ".tern", "demo"));
    }
}
