using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes;

/// <summary>Walks the chain from the stored settings to the mail, one step after the other; what follows a failed step is skipped.</summary>
internal sealed class MailboxVerification(IMailboxDirectory directory, TokenKeeper tokens, MailboxProbe probe)
{
    internal async Task<IReadOnlyList<VerificationStep>> RunAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var steps = new List<VerificationStep>();
        try
        {
            var settings = await directory.FindAsync(id, cancellationToken);
            if (settings is null)
            {
                return [];
            }

            steps.Add(new VerificationStep("settings", null));
            var token = await tokens.GetAsync(settings.Connection, cancellationToken);
            steps.Add(new VerificationStep("token", null));
            steps.Add(new VerificationStep("mailbox", await probe.LookAsync(settings.Connection, settings.Address, settings.Folder, token.Value, cancellationToken)));
        }
        catch (MailboxException exception)
        {
            steps.Add(new VerificationStep(Names[steps.Count], exception.Fault));
        }

        return steps;
    }

    internal static readonly IReadOnlyList<string> Names = ["settings", "token", "mailbox"];
}

/// <param name="Name">What was looked at: settings, token, mailbox.</param>
/// <param name="Fault">What stands in the way; null when it is fine.</param>
internal sealed record VerificationStep(string Name, Fault? Fault);
