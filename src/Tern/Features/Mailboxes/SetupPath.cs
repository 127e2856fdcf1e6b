using Microsoft.AspNetCore.Http.HttpResults;

namespace Tern.Features.Mailboxes;

/// <summary>The addresses of the pages on which a mailbox is connected.</summary>
internal static class SetupPath
{
    internal const string Start = "/mailboxes/connect";

    internal static string Of(MailboxSetupId setup) => $"{Start}/{setup.Value}";

    internal static string Of(MailboxSetupId setup, SetupStep step) => $"{Of(setup)}/{Name(step)}";

    internal static string Name(SetupStep step) => step.ToString().ToLowerInvariant();

    internal static RedirectHttpResult Redirect(MailboxSetupId setup, SetupStep step) => TypedResults.Redirect(Of(setup, step));
}
