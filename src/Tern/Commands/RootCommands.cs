using System.CommandLine;
using Tern.Commands.Mail;
using Tern.Commands.Mailboxes;

namespace Tern.Commands;

/// <summary>The command line: one line a verb.</summary>
internal static class RootCommands
{
    internal static RootCommand Create()
    {
        var root = new RootCommand("Tern, a self-hosted help desk whose Microsoft 365 mailboxes never go dark.");
        root.Options.Add(GlobalOptions.Data);
        ServeCommand.AddTo(root);
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(MailboxCommand.Create());
        root.Subcommands.Add(MailCommand.Create());
        root.Subcommands.Add(UserCommand.Create());
        return root;
    }
}
