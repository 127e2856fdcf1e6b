using System.CommandLine;
using Tern.Hosting;

namespace Tern.Commands;

/// <summary><c>tern serve</c>, and <c>tern</c> alone: runs the help desk until it is stopped.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls") { Description = "Where to listen, for example http://127.0.0.1:8080." };
    private static readonly Option<string?> PublicUrl = new("--public-url") { Description = "The address people type, for example https://desk.example.com." };
    private static readonly Option<string?> Database = new("--database") { Description = "A PostgreSQL connection string; without it a SQLite file in the data directory." };

    internal static void AddTo(RootCommand root)
    {
        var serve = new Command("serve", "Run the help desk (also without a verb).");
        foreach (var command in (Command[])[root, serve])
        {
            command.Options.Add(Urls);
            command.Options.Add(PublicUrl);
            command.Options.Add(Database);
            command.SetAction(RunAsync);
        }

        root.Subcommands.Add(serve);
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) => CommandRun.WithDataAsync(parsed, async data =>
    {
        await using var app = TernHost.Build(data,
        [
            new(nameof(TernOptions.Urls), parsed.GetValue(Urls)),
            new(nameof(TernOptions.PublicUrl), parsed.GetValue(PublicUrl)),
            new(nameof(TernOptions.Database), parsed.GetValue(Database)),
        ]);
        await TernHost.MigrateAsync(app.Services, cancellationToken);
        await app.RunAsync(cancellationToken);
        return 0;
    });
}
