using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>One mailbox: how it fares, what it works with, what was set aside.</summary>
internal static class ShowMailbox
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/{id:guid}", ShowAsync);

    internal static async Task<Results<RazorComponentResult<MailboxPage>, NotFound>> ShowAsync(
        Guid id, string? said, TernDbContext db, PublicAddress address, CancellationToken cancellationToken) =>
        await PageAsync(new MailboxId(id), said, [], db, address, cancellationToken) is { } page ? page : TypedResults.NotFound();

    internal static async Task<RazorComponentResult<MailboxPage>?> PageAsync(
        MailboxId id, string? said, IReadOnlyList<string> problems, TernDbContext db, PublicAddress address, CancellationToken cancellationToken,
        MailboxAnswers? entered = null, Tickets.TemplateProblem? templateProblem = null)
    {
        if (await MailboxCard.From(db).SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } card)
        {
            return null;
        }

        var stored = db.Credentials; // an expression tree takes no extension property
        var credentials = await (from m in db.Mailboxes
                                 from c in stored.Where(c => c.ConnectionId == m.ConnectionId)
                                 where m.Id == id
                                 orderby c.CreatedAt descending
                                 select new CredentialLine(c.Kind, c.Thumbprint, c.ExpiresAt, c.CreatedAt, c.Id == m.Connection.WorkingCredentialId))
            .ToListAsync(cancellationToken);
        var history = await db.HealthEvents
            .Where(e => e.MailboxId == id)
            .OrderByDescending(e => e.Id)
            .Take(20)
            .Select(e => new HistoryLine(e.At, e.State, e.FaultCode))
            .ToListAsync(cancellationToken);
        var fates = await db.Intake.Where(e => e.MailboxId == id).GroupBy(e => e.Fate).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var aside = await db.Intake
            .Where(e => e.MailboxId == id && (e.Fate == IntakeFate.Quarantined || e.Fate == IntakeFate.Waiting))
            .OrderByDescending(e => e.JudgedAt)
            .Take(20)
            .Select(e => new AsideLine(e.Reason, e.Reason == "NotUnderstood" ? e.Detail : null, e.ReceivedAt, e.RetryAt))
            .ToListAsync(cancellationToken);
        return new RazorComponentResult<MailboxPage>(new Dictionary<string, object?>
        {
            [nameof(MailboxPage.Mailbox)] = entered is null ? card : card with { Answers = entered },
            [nameof(MailboxPage.TemplateProblem)] = templateProblem,
            [nameof(MailboxPage.Credentials)] = credentials,
            [nameof(MailboxPage.History)] = history,
            [nameof(MailboxPage.Fates)] = fates,
            [nameof(MailboxPage.Aside)] = aside,
            [nameof(MailboxPage.RedirectUri)] = address.RedirectUri(),
            [nameof(MailboxPage.Said)] = said,
            [nameof(MailboxPage.Problems)] = problems,
        })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}

/// <summary>A change of state, as the page shows it.</summary>
public sealed record HistoryLine(DateTimeOffset At, MailEngine.Health.MailboxState State, string? FaultCode);

/// <summary>A mail that is not a message yet.</summary>
/// <param name="Reason">A code.</param>
/// <param name="Detail">Where it came and was not understood: why.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="RetryAt">When it is tried again.</param>
public sealed record AsideLine(string? Reason, string? Detail, DateTimeOffset? ReceivedAt, DateTimeOffset? RetryAt);

/// <summary>A secret or certificate, without what it protects.</summary>
public sealed record CredentialLine(CredentialKind Kind, string? Thumbprint, DateTimeOffset? ExpiresAt, DateTimeOffset CreatedAt, bool IsWorking);
