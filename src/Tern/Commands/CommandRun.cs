using System.CommandLine;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Tern.Data;
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
        catch (DbException exception)
        {
            await Console.Error.WriteLineAsync(
                $"The database cannot be used by the user \"{Environment.UserName}\": {exception.Message} " +
                "Check that it runs, that the connection string in tern.json (or TERN_Database) is right, and that this user may read and write the data directory.");
        }
        catch (Exception exception) when (exception is DbUpdateException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.InnerException is DbException inner ? $"{exception.Message} {inner.Message}" : exception.Message);
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
            services.AddSingleton<IConfiguration>(configuration);
            services.AddTern(configuration, data);

            // Standard output belongs to the result, also as JSON; whatever is logged goes beside it.
            services.AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Warning)
                .AddSimpleConsole(console => console.SingleLine = true)
                .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
            await using var provider = services.BuildServiceProvider();
            _ = provider.GetRequiredService<IOptions<TernOptions>>().Value;
            return await run(provider);
        });

    /// <summary>The same, with the database at this program's version.</summary>
    internal static Task<int> WithDatabaseAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> run) =>
        WithServicesAsync(parsed, async services =>
        {
            await services.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None);
            return await run(services);
        });
}
