using System.CommandLine;

namespace Tern.Commands.Mailboxes;

/// <summary><c>tern mailbox …</c>.</summary>
internal static class MailboxCommand
{
    internal static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document; its form is stable (docs/guide/command-line.md)." };

    internal static Command Create() => new("mailbox", "Mailboxes: list, connect, refresh, verify, remove.")
    {
        ListCommand.Create(),
        ConnectCommand.Create(),
        RefreshCommand.Create(),
        VerifyCommand.Create(),
        RemoveCommand.Create(),
    };
}
