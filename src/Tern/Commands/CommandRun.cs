using System.CommandLine;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Tern.Commands.Mailboxes;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Hosting;
using Tern.MailEngine.Errors;

namespace Tern.Commands;

/// <summary>What every verb needs: the data directory, the settings, and failures said in one line with exit code 1.</summary>
internal static class CommandRun
{
    /// <summary>Runs on the data directory, which is made where it is missing: for verbs that found a Tern.</summary>
    internal static Task<int> WithDataAsync(ParseResult parsed, Func<DataDirectory, Task<int>> run) =>
        GuardAsync(parsed, () => run(DataDirectory.Open(parsed.GetValue(GlobalOptions.Data))));

    /// <summary>Runs with all services but without a web server; what is missing is made.</summary>
    internal static Task<int> WithServicesAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> run) =>
        WithDataAsync(parsed, async data =>
        {
            await using var services = Services(data);
            return await run(services);
        });

    /// <summary>The same, with the database at this program's version.</summary>
    internal static Task<int> WithDatabaseAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> run) =>
        WithServicesAsync(parsed, services => MigratedAsync(services, run));

    /// <summary>Runs on a Tern that is there already, with its database at this program's version. Where there is none nothing is made.</summary>
    internal static Task<int> WithInstallationAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> run) => OnDirectoryAsync(parsed, async (data, services) =>
    {
        await RequireAsync(data, services);
        return await MigratedAsync(services, run);
    });

    /// <summary>Runs on a directory that is there, even if it holds no database yet; nothing is made.</summary>
    internal static Task<int> WithDirectoryAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> run) => OnDirectoryAsync(parsed, async (data, services) =>
    {
        if (!data.Exists)
        {
            await RequireAsync(data, services);
        }

        return await run(services);
    });

    private static async Task RequireAsync(DataDirectory data, IServiceProvider services)
    {
        if (await services.GetRequiredService<Installation>().MissingAsync(CancellationToken.None) is { } missing)
        {
            throw DataDirectoryException.Missing(missing, Installation.Remedy);
        }

        // A second node on the same PostgreSQL database may not have its directory yet.
        DataDirectory.Open(data.FullPath);
    }

    private static async Task<int> GuardAsync(ParseResult parsed, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (DataDirectoryException exception)
        {
            return await FailAsync(parsed, exception.IsMissing ? DeskFaults.NoInstallation : FaultCodes.StorageFailed, exception.Cause, exception.Remedy);
        }
        catch (DbException exception)
        {
            return await FailAsync(
                parsed,
                FaultCodes.DatabaseFailed,
                $"The database cannot be used by the user \"{Environment.UserName}\": {exception.Message}",
                "Check that it runs, that the connection string in tern.json (or TERN_Database) is right, and that this user may read and write the data directory.");
        }
        catch (DbUpdateException exception)
        {
            return await FailAsync(parsed, FaultCodes.DatabaseFailed, exception.InnerException is DbException inner ? $"{exception.Message} {inner.Message}" : exception.Message);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return await FailAsync(parsed, FaultCodes.StorageFailed, exception.Message);
        }
        catch (OptionsValidationException exception)
        {
            return await FailAsync(parsed, FaultCodes.ConfigurationWrong, string.Join(Environment.NewLine, exception.Failures));
        }
    }

    /// <summary>People read it on standard error; whoever asked for JSON has it on standard output as well, in the form that the error of a mailbox has.</summary>
    private static async Task<int> FailAsync(ParseResult parsed, string code, string cause, string? remedy = null)
    {
        await Console.Error.WriteLineAsync(remedy is null ? cause : $"{cause} {remedy}");
        if (parsed.GetValue(MailboxCommand.Json))
        {
            await JsonOutput.WriteAsync(new { version = 1, ok = false, mailboxes = Array.Empty<object>(), error = new { code, cause, remedy } });
        }

        return 1;
    }

    private static Task<int> OnDirectoryAsync(ParseResult parsed, Func<DataDirectory, IServiceProvider, Task<int>> run) => GuardAsync(parsed, async () =>
    {
        // What is there but may not be used is told of before anything is said to be missing: a locked folder looks empty.
        var data = DataDirectory.Locate(parsed.GetValue(GlobalOptions.Data));
        data = data.Exists ? DataDirectory.Open(data.FullPath) : data;
        await using var services = Services(data);
        return await run(data, services);
    });

    private static async Task<int> MigratedAsync(IServiceProvider services, Func<IServiceProvider, Task<int>> run)
    {
        await services.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None);
        return await run(services);
    }

    private static ServiceProvider Services(DataDirectory data)
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
        var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<IOptions<TernOptions>>().Value;
        return provider;
    }
}
