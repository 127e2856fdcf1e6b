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
        var command = new Command("verify", "Walk the chain from the settings to the mail, step by step. Changes nothing in the mailbox.") { Addresses, All, MailboxCommand.Json };
        command.SetAction((parsed, cancellationToken) => CommandRun.WithDatabaseAsync(parsed, async services =>
        {
            if (await ChosenMailboxes.FindAsync(services, parsed.GetValue(Addresses) ?? [], parsed.GetValue(All), cancellationToken) is not { } mailboxes)
            {
                return 2;
            }

            var texts = services.GetRequiredService<FaultTexts>();
            await using var scope = services.CreateAsyncScope();
            var verification = scope.ServiceProvider.GetRequiredService<MailboxVerification>();
            var results = new List<Verified>();
            foreach (var mailbox in mailboxes)
            {
                var steps = await verification.RunAsync(mailbox.Id, cancellationToken);
                results.Add(Verified.Of(mailbox, steps, texts));
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
                await Console.Out.WriteLineAsync($"  {step.Result,-8}{step.Step}");
                if (step.Cause is not null)
                {
                    await Console.Out.WriteLineAsync($"          {step.Cause}\n          {step.Remedy}\n          [{step.Code}, {step.ProviderCode}]");
                }
            }
        }
    }
}

/// <summary>The result for one mailbox. The names are part of the documented JSON.</summary>
internal sealed record Verified(string Address, bool Ok, IReadOnlyList<VerifiedStep> Steps)
{
    internal static Verified Of(ChosenMailbox mailbox, IReadOnlyList<VerificationStep> steps, FaultTexts texts) => new(
        mailbox.Address,
        steps.Count == MailboxVerification.Names.Count && steps.All(s => s.Fault is null),
        [.. MailboxVerification.Names.Select((name, i) => i >= steps.Count
            ? new VerifiedStep(name, "skipped", null, null, null, null, null)
            : Step(steps[i], texts))]);

    private static VerifiedStep Step(VerificationStep step, FaultTexts texts)
    {
        if (step.Fault is not { } fault)
        {
            return new VerifiedStep(step.Name, "ok", null, null, null, null, null);
        }

        var text = texts.Of(fault.Code);
        return new VerifiedStep(step.Name, "failed", fault.Code, text.Cause, text.Remedy, fault.ProviderCode, fault.RequestId);
    }
}

internal sealed record VerifiedStep(string Step, string Result, string? Code, string? Cause, string? Remedy, string? ProviderCode, string? RequestId);
