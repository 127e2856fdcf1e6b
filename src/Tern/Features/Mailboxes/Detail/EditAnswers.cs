using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>How a mailbox answers: what it acknowledges by itself, its signature, when an answer reopens.</summary>
internal static class EditAnswers
{
    private const int MaxSignature = 10_000;
    private const int MaxDays = 3650;

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/answers", SaveAsync);

    private static async Task<IResult> SaveAsync(
        Guid id, [FromForm] MailboxAnswers form, TernDbContext db, MailboxView view, TimeProvider time, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var mailbox = await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken);
        if (mailbox is null)
        {
            return TypedResults.NotFound();
        }

        var text = (form.AcknowledgementText ?? "").ReplaceLineEndings("\n").Trim();
        var signature = (form.Signature ?? "").ReplaceLineEndings("\n").Trim();
        var problems = Problems(form, text, signature).ToList();
        if (problems.Count > 0)
        {
            var template = text.Length > TextTemplate.MaxLength ? null : TextTemplate.Problem(text);
            return await view.PageAsync(mailboxId, new Answered { Problems = problems, Answers = form, TemplateProblem = template }, cancellationToken);
        }

        mailbox.AcknowledgementText = text.Length == 0 ? null : text;

        // Switched on again, it does not answer what came in between. Providers tell the time of a mail in whole seconds.
        var now = time.GetUtcNow();
        mailbox.AcknowledgesSince = form.Acknowledges ? mailbox.AcknowledgesSince ?? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)) : null;
        mailbox.Signature = signature.Length == 0 ? null : signature;
        mailbox.ReopensForDays = form.ReopensForDays;
        mailbox.UsesTicketAddress = form.UsesTicketAddress;
        await db.SaveChangesAsync(cancellationToken);
        return MailboxPath.Redirect(mailboxId, "Saved");
    }

    private static IEnumerable<string> Problems(MailboxAnswers form, string text, string signature)
    {
        if (form.Acknowledges && text.Length == 0)
        {
            yield return "AcknowledgementMissing";
        }

        if (text.Length > TextTemplate.MaxLength || signature.Length > MaxSignature)
        {
            yield return "TextTooLong";
        }
        else if (TextTemplate.Problem(text) is not null)
        {
            yield return "TemplateWrong";
        }

        if (form.ReopensForDays is < 0 or > MaxDays)
        {
            yield return "DaysInvalid";
        }
    }
}
