using System.CommandLine;
using Tern.Features.Mailboxes;

namespace Tern.Commands.Mailboxes;

/// <summary><c>tern mailbox verify</c>: walks the chain from settings to mail and says for each step ok, failed or skipped.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string[]> Addresses = ChosenMailboxes.Addresses();
    private static readonly Option<bool> All = ChosenMailboxes.All();

    internal static Command Create()
    {
        var command = new Command("verify", "Walk the chain from the settings to the mail, step by step. An empty draft is made and removed; nothing stays in the mailbox.") { Addresses, All, MailboxCommand.Json };
        command.SetAction((parsed, cancellationToken) => CommandRun.WithInstallationAsync(parsed, async services =>
        {
            if (await ChosenMailboxes.FindAsync(services, parsed.GetValue(Addresses) ?? [], parsed.GetValue(All), cancellationToken) is not { } mailboxes)
            {
                return 2;
            }

            await using var scope = services.CreateAsyncScope();
            var verification = scope.ServiceProvider.GetRequiredService<MailboxVerification>();
            var telling = ActivatorUtilities.CreateInstance<CheckTelling>(services);
            var results = new List<Verified>();
            foreach (var mailbox in mailboxes)
            {
                results.Add(telling.Of(mailbox.Address, await verification.RunAsync(mailbox.Id, cancellationToken)));
            }

            if (parsed.GetValue(MailboxCommand.Json))
            {
                await JsonOutput.WriteAsync(new { version = 1, ok = results.TrueForAll(r => r.Ok), mailboxes = results });
            }
            else
            {
                await PrintAsync(results);
            }

            return results.TrueForAll(r => r.Ok) ? 0 : 1;
        }));
        return command;
    }

    internal static async Task PrintAsync(IEnumerable<Verified> results)
    {
        foreach (var result in results)
        {
            await Console.Out.WriteLineAsync(result.Address);
            foreach (var step in result.Steps)
            {
                await Console.Out.WriteLineAsync($"  {step.Result,-8}{step.Step}{(step.Hint is null || step.Result == "failed" ? "" : $": {step.Hint}")}");
                if (step.Result == "failed")
                {
                    await Console.Out.WriteLineAsync(string.Concat(new[] { step.Cause, step.Hint, step.Code is null ? null : $"[{step.Code}{(step.ProviderCode is null ? "" : $", {step.ProviderCode}")}{(step.RequestId is null ? "" : $", request {step.RequestId}")}]" }
                        .OfType<string>().Select((line, i) => $"{(i == 0 ? "" : Environment.NewLine)}          {line}")));
                }
            }
        }
    }
}
