using System.CommandLine;
using Tern.Data;

namespace Tern.Commands;

/// <summary><c>tern migrate</c>: brings the database to this version and says what was done.</summary>
internal static class MigrateCommand
{
    internal static Command Create()
    {
        var command = new Command("migrate", "Bring the database to this version. The server does the same when it starts.");
        command.SetAction((parsed, cancellationToken) => CommandRun.WithServicesAsync(parsed, async services =>
        {
            var applied = await services.GetRequiredService<DatabaseMigration>().RunAsync(cancellationToken);
            foreach (var name in applied)
            {
                await Console.Out.WriteLineAsync($"applied {name}");
            }

            await Console.Out.WriteLineAsync(applied.Count == 0 ? "nothing to do" : $"{applied.Count} applied");
            return 0;
        }));
        return command;
    }
}
