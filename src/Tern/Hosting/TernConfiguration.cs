namespace Tern.Hosting;

/// <summary>Where settings come from, weakest first: tern.json in the data directory, TERN_… variables, the command line.</summary>
internal static class TernConfiguration
{
    internal static IConfigurationBuilder AddTernSources(
        this IConfigurationBuilder configuration, DataDirectory data, IEnumerable<KeyValuePair<string, string?>> commandLine) => configuration
        .AddJsonFile(data.Combine("tern.json"), optional: true, reloadOnChange: false)
        .AddEnvironmentVariables("TERN_")
        .AddInMemoryCollection(commandLine.Where(pair => pair.Value is not null));
}
