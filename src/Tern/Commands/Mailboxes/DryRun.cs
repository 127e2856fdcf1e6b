using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Tokens;

namespace Tern.Commands.Mailboxes;

/// <summary>Shows what a first import would take, and stores nothing: not even the token it looked with.</summary>
internal sealed class DryRun(MailboxRegistry registry, IAuthorizationServer server, MailboxTrial trial, FaultTexts texts, TimeProvider time)
{
    private const int Shown = 10;

    internal async Task<int> RunAsync(MailboxConnection asked, CancellationToken cancellationToken)
    {
        try
        {
            var connection = registry.Foresee(asked);
            var token = await server.RequestAsync(new TokenRequest(connection, connection.Credentials[0], RefreshToken: null), cancellationToken);

            // Also where no mail is asked for: a dry run that succeeds says that the credential works and the mailbox opens.
            var since = asked.ReceiveSince == DateTimeOffset.UnixEpoch ? null : asked.ReceiveSince ?? (DateTimeOffset?)time.GetUtcNow();
            var (preview, fault) = await trial.PreviewAsync(connection, asked.Address, "inbox", since, Shown, token.AccessToken, cancellationToken);
            if (preview is null)
            {
                return await RefuseAsync(fault!);
            }

            if (asked.ReceiveSince is null)
            {
                await Console.Out.WriteLineAsync("The mailbox opens. Nothing of what is there becomes a ticket: only mail that arrives from now on (see --since). Nothing was stored now.");
                return 0;
            }

            await Console.Out.WriteLineAsync($"{preview.Count} mails would become tickets, fewer where they answer each other. Nothing is deleted, answered or announced, and nothing was stored now.");
            foreach (var mail in preview.First)
            {
                await Console.Out.WriteLineAsync($"  {mail.ReceivedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z  {OneLine(mail.From)}  {OneLine(mail.Subject)}");
            }

            return 0;
        }
        catch (MailboxException refusal)
        {
            return await RefuseAsync(refusal.Fault);
        }
    }

    /// <summary>A terminal is not commanded by a mail.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private async Task<int> RefuseAsync(Fault fault)
    {
        var text = texts.Of(fault.Code);
        await Console.Error.WriteLineAsync($"{text.Cause}\n{text.Remedy}\n[{fault.Code}{(fault.ProviderCode is null ? "" : $", {fault.ProviderCode}")}]");
        return 1;
    }
}
