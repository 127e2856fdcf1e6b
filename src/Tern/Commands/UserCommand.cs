using System.CommandLine;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Commands;

/// <summary><c>tern user add</c>: creates an agent, also the first administrator where no browser is at hand.</summary>
internal static class UserCommand
{
    private static readonly Argument<string> Email = new("email") { Description = "The address the agent signs in with." };
    private static readonly Option<string?> Name = new("--name") { Description = "The name customers and colleagues see. Default: the part before the @." };
    private static readonly Option<bool> Admin = new("--admin") { Description = "An administrator: may connect mailboxes and add agents." };
    private static readonly Option<bool> FromInput = new("--password-stdin") { Description = "Read the password from standard input." };

    internal static Command Create()
    {
        var add = new Command("add", "Create an agent.");
        add.Arguments.Add(Email);
        add.Options.Add(Name);
        add.Options.Add(Admin);
        add.Options.Add(FromInput);
        add.SetAction((parsed, cancellationToken) => CommandRun.WithServicesAsync(parsed, services => AddAsync(parsed, services, cancellationToken)));
        return new Command("user", "Who may work here.") { add };
    }

    private static async Task<int> AddAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<DatabaseMigration>().RunAsync(cancellationToken);
        var email = parsed.GetRequiredValue(Email);
        var password = parsed.GetValue(FromInput) ? await Console.In.ReadLineAsync(cancellationToken) : PasswordPrompt.Read();
        if (string.IsNullOrEmpty(password))
        {
            await Console.Error.WriteLineAsync("No password was given.");
            return 1;
        }

        await using var scope = services.CreateAsyncScope();
        var problems = await scope.ServiceProvider.GetRequiredService<AgentCreation>()
            .AddAsync(parsed.GetValue(Name) ?? email.Split('@')[0], email, password, parsed.GetValue(Admin), timeZone: null, cancellationToken);
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync(problem.Description);
        }

        if (problems.Count == 0)
        {
            await Console.Out.WriteLineAsync($"{email} can sign in now.");
        }

        return problems.Count == 0 ? 0 : 1;
    }
}
