using System.CommandLine;
using Tern.Features.Mailboxes;

namespace Tern.Commands.Mailboxes;

/// <summary><c>tern mailbox remove</c>: takes a mailbox out of Tern. Its tickets stay; a running server notices by itself.</summary>
internal static class RemoveCommand
{
    private static readonly Argument<string> Address = new("address") { Description = "The address of the mailbox." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask for the address again." };
    private static readonly Option<bool> DiscardWaiting = new("--discard-waiting") { Description = "Give up mails that wait to be sent from it; they are marked as failed." };

    internal static Command Create()
    {
        var command = new Command("remove", "Remove a mailbox with its credentials. Tickets stay.") { Address, Yes, DiscardWaiting };
        command.SetAction((parsed, cancellationToken) => CommandRun.WithInstallationAsync(parsed, services => RunAsync(parsed, services, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await ChosenMailboxes.FindAsync(services, [parsed.GetRequiredValue(Address)], all: false, cancellationToken) is not [var mailbox])
        {
            return 2;
        }

        if (!parsed.GetValue(Yes) && !await ConfirmAsync(mailbox.Address, cancellationToken))
        {
            await Console.Error.WriteLineAsync("Nothing was removed: that is not its address. Type it again, or add --yes.");
            return 1;
        }

        await using var scope = services.CreateAsyncScope();
        var removal = await scope.ServiceProvider.GetRequiredService<MailboxRemoval>().RunAsync(mailbox.Id, parsed.GetValue(DiscardWaiting), cancellationToken);
        if (!removal.IsRemoved)
        {
            await Console.Error.WriteLineAsync(removal.Waiting == 0
                ? $"Somebody else removed {mailbox.Address} meanwhile."
                : $"Nothing was removed: {Mails(removal.Waiting)} to be sent from {mailbox.Address}. Let them leave first (\"tern mailbox verify {mailbox.Address}\" tells what holds them up), or give them up with --discard-waiting.");
            return 1;
        }

        await Console.Out.WriteLineAsync(
            $"{mailbox.Address} was removed. Its tickets stay and can be read." +
            (removal.Waiting == 0 ? "" : $" {Mails(removal.Waiting)} to be sent, and will not leave.") +
            (removal.Siblings.Count == 0
                ? " Its credentials and tokens are gone; the app registration in Entra stays until somebody deletes it there."
                : $" Its credentials stay, because other mailboxes work with them: {string.Join(", ", removal.Siblings)}."));
        return 0;
    }

    private static string Mails(int count) => count == 1 ? "1 mail waits" : $"{count} mails wait";

    private static async Task<bool> ConfirmAsync(string address, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync($"{address}: its settings, state and history are deleted, and its credentials where no other mailbox works with them; tickets stay. Type its address again to remove it: ");
        var typed = await Console.In.ReadLineAsync(cancellationToken);
        return string.Equals(typed?.Trim(), address, StringComparison.OrdinalIgnoreCase);
    }
}
