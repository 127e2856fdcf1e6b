using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Health;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>A test mail becomes a ticket, and an answer to it is seen among the sent mails; both ways are timed.</summary>
internal static class ProofStep
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/proof", ShowAsync);
        mailboxes.MapPost("/connect/{id:guid}/proof", BeginAsync);
        mailboxes.MapPost("/connect/{id:guid}/proof/look", LookAsync);
        mailboxes.MapPost("/connect/{id:guid}/proof/finish", FinishAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Proof, cancellationToken);
        return setup is null ? elsewhere! : Wizard.Page<ProofPage>(setup, SetupStep.Proof);
    }

    private static async Task<IResult> BeginAsync(Guid id, [FromForm] Form? form, Setups setups, ProofRun run, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Proof, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var to = form?.To?.Trim() is { Length: > 0 } named ? named : setup.Answers.Address!;
        if (!MailboxConnection.IsAddress(to))
        {
            return Wizard.Page<ProofPage>(setup, SetupStep.Proof, ["AddressInvalid"]);
        }

        await run.BeginAsync(setup, to, cancellationToken);
        await setups.SaveAsync(setup, cancellationToken);
        return SetupPath.Redirect(setup.Id, SetupStep.Proof);
    }

    private static async Task<IResult> LookAsync(Guid id, Setups setups, ProofRun run, TimeProvider time, HttpRequest request, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Proof, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        await run.AdvanceAsync(setup, cancellationToken);
        if (setup.Answers.RoundTrip is { SeenAt: not null })
        {
            // Nothing is left to do: whoever closes the page now has finished all the same.
            setup.Answers = setup.Answers.With(SetupStep.Proof, StepState.Done);
            setup.Row.FinishedAt ??= time.GetUtcNow();
        }

        await setups.SaveAsync(setup, cancellationToken);
        if (setup.Answers.RoundTrip is { IsOver: true })
        {
            request.HttpContext.Response.Headers["HX-Refresh"] = "true"; // what may be done next is another part of the page
        }

        return request.Headers.ContainsKey("HX-Request")
            ? new RazorComponentResult<ProofProgress>(new Dictionary<string, object?> { [nameof(ProofProgress.View)] = Wizard.View(setup, SetupStep.Proof) })
            : SetupPath.Redirect(setup.Id, SetupStep.Proof);
    }

    private static async Task<IResult> FinishAsync(Guid id, Setups setups, TernDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Proof, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        if (!setup.Answers.IsDone(SetupStep.Proof))
        {
            setup.Answers = setup.Answers.With(SetupStep.Proof, StepState.Skipped);
        }

        setup.Row.FinishedAt ??= time.GetUtcNow();
        await setups.SaveAsync(setup, cancellationToken);

        // Above a card that says that somebody must act, nothing green.
        var mailbox = setup.Row.MailboxId!.Value;
        return MailboxPath.Redirect(mailbox, await db.MailboxHealth.AnyAsync(h => h.MailboxId == mailbox && h.State == MailboxState.ActionNeeded, cancellationToken) ? null : "Connected");
    }

    internal sealed record Form
    {
        /// <summary>An address that leads to the mailbox; empty for its own.</summary>
        public string? To { get; init; }
    }
}
