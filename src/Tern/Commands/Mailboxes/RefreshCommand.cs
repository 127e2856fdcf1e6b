using System.CommandLine;
using Tern.Features.Mailboxes;

namespace Tern.Commands.Mailboxes;

/// <summary><c>tern mailbox refresh</c>: checks mailboxes now, through the running server if there is one, and tells what came of it.</summary>
internal static class RefreshCommand
{
    private static readonly Argument<string[]> Addresses = ChosenMailboxes.Addresses();
    /// <summary>What a shell says of a command that Ctrl+C ended.</summary>
    private const int Interrupted = 130;

    private static readonly Option<bool> All = ChosenMailboxes.All();

    internal static Command Create()
    {
        var command = new Command("refresh", "Check mailboxes now. Exit code 0 when all succeeded, 1 when one failed, 2 for wrong usage, 130 when interrupted.") { Addresses, All, MailboxCommand.Json };
        command.SetAction((parsed, cancellationToken) => CommandRun.WithInstallationAsync(parsed, services => RunAsync(parsed, services, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(MailboxCommand.Json);
        if (await ChosenMailboxes.FindAsync(services, parsed.GetValue(Addresses) ?? [], parsed.GetValue(All), cancellationToken) is not { } mailboxes)
        {
            return 2;
        }

        using var progress = new RefreshProgress(mailboxes.Count);
        var refresh = ActivatorUtilities.CreateInstance<MailboxRefresh>(services, progress);
        IReadOnlyList<RefreshOutcome> outcomes;
        try
        {
            outcomes = await refresh.RunAsync(mailboxes, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Dispose();
            await Console.Error.WriteLineAsync(progress.Mails > 0
                ? $"Interrupted. {progress.Mails} mails were read and stay; the next refresh, or the server, goes on from there."
                : "Interrupted before any mail was read.");
            return Interrupted;
        }

        progress.Dispose();

        var texts = services.GetRequiredService<FaultTexts>();
        var lines = outcomes.Select(o => RefreshLine.Of(o, texts)).ToList();
        if (json)
        {
            await JsonOutput.WriteAsync(new { version = 1, ok = lines.TrueForAll(l => l.Ok), mailboxes = lines });
        }
        else
        {
            foreach (var line in lines)
            {
                await Console.Out.WriteLineAsync(line.Text());
            }
        }

        return lines.TrueForAll(l => l.Ok) ? 0 : 1;
    }
}
