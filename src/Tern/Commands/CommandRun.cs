using System.CommandLine;
using Microsoft.Extensions.Options;
using Tern.Hosting;

namespace Tern.Commands;

/// <summary>What every verb needs: the data directory, the settings, and failures said in one line with exit code 1.</summary>
internal static class CommandRun
{
    internal static async Task<int> WithDataAsync(ParseResult parsed, Func<DataDirectory, Task<int>> run)
    {
        try
        {
            return await run(DataDirectory.Open(parsed.GetValue(GlobalOptions.Data)));
        }
        catch (DataDirectoryException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
            {
                await Console.Error.WriteLineAsync(failure);
            }
        }

        return 1;
    }

    /// <summary>Runs with all services but without a web server.</summary>
    internal static Task<int> WithServicesAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> run) =>
        WithDataAsync(parsed, async data =>
        {
            var configuration = new ConfigurationBuilder().AddTernSources(data, []).Build();
            var services = new ServiceCollection();
            services.AddTern(configuration, data);
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
            await using var provider = services.BuildServiceProvider();
            _ = provider.GetRequiredService<IOptions<TernOptions>>().Value;
            return await run(provider);
        });
}
