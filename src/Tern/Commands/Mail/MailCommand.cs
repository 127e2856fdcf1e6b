using System.CommandLine;

namespace Tern.Commands.Mail;

/// <summary><c>tern mail …</c>.</summary>
internal static class MailCommand
{
    internal static Command Create() => new("mail", "Mail: see what Tern makes of it.")
    {
        InspectCommand.Create(),
    };
}
