using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Gathers what the page of one mailbox shows, for the page itself and for every verb that answers with it.</summary>
internal sealed class MailboxView(TernDbContext db, ConsentRequests consent, RegistrationReach reach, MailboxRemoval removal, PushView push, SendingDay day, PublicAddress address, TimeProvider time)
{
    internal async Task<IResult> PageAsync(MailboxId id, Answered answered, CancellationToken cancellationToken)
    {
        if (await MailboxCard.From(db).SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } card)
        {
            return TypedResults.NotFound();
        }

        return new RazorComponentResult<MailboxPage>(new Dictionary<string, object?>
        {
            [nameof(MailboxPage.Mailbox)] = answered.Answers is null ? card : card with { Answers = answered.Answers },
            [nameof(MailboxPage.Credentials)] = await CredentialsAsync(id, cancellationToken),
            [nameof(MailboxPage.History)] = await HistoryAsync(id, cancellationToken),
            [nameof(MailboxPage.Fates)] = await FatesAsync(id, cancellationToken),
            [nameof(MailboxPage.Aside)] = await AsideAsync(id, cancellationToken),
            [nameof(MailboxPage.Push)] = await push.OfAsync(id, cancellationToken),
            [nameof(MailboxPage.Consent)] = await ConsentAsync(id, cancellationToken),
            [nameof(MailboxPage.Scope)] = await ScopeAsync(id, cancellationToken),
            [nameof(MailboxPage.Folders)] = (await db.FoldersOfAsync(id, cancellationToken)).ConvertAll(f => new FolderLine(f.Folder, f.DisplayName, f.Role)),
            [nameof(MailboxPage.Siblings)] = await SiblingsAsync(id, cancellationToken),
            [nameof(MailboxPage.Waiting)] = await removal.WaitingAsync(id, cancellationToken),
            [nameof(MailboxPage.Day)] = await day.LineAsync(db, id, time.GetUtcNow(), cancellationToken),
            [nameof(MailboxPage.RedirectUri)] = address.RedirectUri(),
            [nameof(MailboxPage.Answered)] = answered,
        })
        {
            StatusCode = answered.Problems.Count == 0 && answered.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    internal Task<List<CredentialLine>> CredentialsAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var working = db.Mailboxes.Where(m => m.Id == id).Select(m => m.Connection.WorkingCredentialId);
        return db.CredentialsOf(id)
            .OrderByDescending(c => c.CreatedAt)
            .Select(c => new CredentialLine(c.Id.Value, c.Kind, c.Thumbprint, c.ExpiresAt, c.Stage, c.IsOwn, c.AddedAt ?? c.CreatedAt, working.Any(w => w == c.Id)) { Mark = c.Mark, TriedAt = c.TriedAt, RefusedCode = c.RefusedCode })
            .ToListAsync(cancellationToken);
    }

    /// <summary>The other mailboxes of its connection.</summary>
    private Task<List<string>> SiblingsAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var connection = db.Mailboxes.Where(m => m.Id == id).Select(m => m.ConnectionId);
        return db.Mailboxes.Where(m => m.Id != id && connection.Contains(m.ConnectionId)).OrderBy(m => m.AddressNormalized).Select(m => m.Address).ToListAsync(cancellationToken);
    }

    /// <returns>Null where a person signs in: then the person's own rights are the scope.</returns>
    internal async Task<ScopeLine?> ScopeAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var mailbox = await db.Mailboxes.AsNoTracking().Include(m => m.Connection).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        return mailbox is { Connection: { GrantKind: GrantKind.AppOnly } connection }
            ? new ScopeLine(connection.ForbiddenAddress, await reach.NarrowAsync(connection, tenantId: null, mailbox.Address, connection.ForbiddenAddress, cancellationToken))
            : null;
    }

    private async Task<ConsentLine> ConsentAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var connection = await db.Mailboxes.AsNoTracking().Where(m => m.Id == id).Select(m => m.Connection).SingleAsync(cancellationToken);
        return new ConsentLine(consent.LinkOf(connection), connection.ConsentAskedAt, connection.ConsentAnsweredAt, connection.ConsentProblem, address.ConsentUri());
    }

    internal Task<List<HistoryLine>> HistoryAsync(MailboxId id, CancellationToken cancellationToken) => db.HealthEvents
        .Where(e => e.MailboxId == id)
        .OrderByDescending(e => e.Id)
        .Take(50)
        .Select(e => new HistoryLine(e.At, e.State, e.FaultCode, e.ProviderCode, e.RequestId, e.Note, e.Note == null ? null : e.Detail))
        .ToListAsync(cancellationToken);

    internal Task<Dictionary<IntakeFate, int>> FatesAsync(MailboxId id, CancellationToken cancellationToken) => db.Intake
        .Where(e => e.MailboxId == id)
        .GroupBy(e => e.Fate)
        .Select(g => new { g.Key, Count = g.Count() })
        .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

    private Task<List<AsideLine>> AsideAsync(MailboxId id, CancellationToken cancellationToken) => db.Intake
        .Where(e => e.MailboxId == id && (e.Fate == IntakeFate.Quarantined || e.Fate == IntakeFate.Waiting))
        .OrderByDescending(e => e.JudgedAt)
        .Take(20)
        .Select(e => new AsideLine(e.Reason, e.Reason == AsideMail.NotUnderstood ? e.Detail : null, e.ReceivedAt, e.RetryAt) { ProviderId = e.ProviderId, HasSource = e.Raw != null, IsSetAside = e.Fate == IntakeFate.Quarantined })
        .ToListAsync(cancellationToken);
}

/// <summary>What the page says beside what it always shows.</summary>
public sealed record Answered
{
    /// <summary>What was done, as the name of a text.</summary>
    public string? Said { get; init; }

    /// <summary>What was entered and cannot be taken, as names of texts.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What Microsoft or the network said to what was asked.</summary>
    public Fault? Refusal { get; init; }

    /// <summary>Every step of the chain, where it was just walked.</summary>
    public IReadOnlyList<CheckLine>? Checks { get; init; }

    /// <summary>Whether the mailbox that must be out of reach is refused, where that was just looked at.</summary>
    public CheckLine? Scope { get; init; }

    /// <summary>What was entered as answers and not taken.</summary>
    public MailboxAnswers? Answers { get; init; }

    /// <summary>What was entered as settings and not taken.</summary>
    internal EditMailbox.Form? Settings { get; init; }

    /// <summary>What was entered as the largest mail and not taken, in MB.</summary>
    public int? LargestMail { get; init; }

    /// <summary>Where its text cannot be read.</summary>
    public TemplateProblem? TemplateProblem { get; init; }
}

/// <summary>A change of state, or something that happened without one, as the page shows it.</summary>
/// <param name="At">When.</param>
/// <param name="State">The state from then on.</param>
/// <param name="FaultCode">Its cause.</param>
/// <param name="ProviderCode">Microsoft's code.</param>
/// <param name="RequestId">Microsoft's name of the request.</param>
/// <param name="Note">Name of the text of what happened; null for a change of state.</param>
/// <param name="Detail">What the text speaks of.</param>
public sealed record HistoryLine(DateTimeOffset At, MailEngine.Health.MailboxState State, string? FaultCode, string? ProviderCode, string? RequestId, string? Note, string? Detail);

/// <summary>Consent that was asked of an administrator of the tenant.</summary>
/// <param name="Link">Leads to Microsoft's page; null while nobody is asked.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="AnsweredAt">When somebody's browser came back.</param>
/// <param name="Problem">What it came back with; null when consent was given.</param>
/// <param name="ReturnAddress">Where it comes back to; must be registered.</param>
public sealed record ConsentLine(Uri? Link, DateTimeOffset? AskedAt, DateTimeOffset? AnsweredAt, string? Problem, string ReturnAddress);

/// <summary>How far the application reaches.</summary>
/// <param name="Forbidden">A mailbox that it must not reach; null where none is named.</param>
/// <param name="Narrowing">How it is narrowed.</param>
public sealed record ScopeLine(string? Forbidden, ScopeNarrowing Narrowing);
/// <summary>A folder that is read.</summary>
/// <param name="Id">A well-known name or an id.</param>
/// <param name="Name">Its name as people saw it when it was chosen; null for a well-known one.</param>
/// <param name="Role">What its mail is.</param>
public sealed record FolderLine(string Id, string? Name, MailEngine.Settings.FolderRole Role);

/// <summary>A mail that is not a message yet.</summary>
/// <param name="Reason">A code.</param>
/// <param name="Detail">Where it came and was not understood: why.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="RetryAt">When it is tried again.</param>
public sealed record AsideLine(string? Reason, string? Detail, DateTimeOffset? ReceivedAt, DateTimeOffset? RetryAt)
{
    /// <summary>Microsoft's id of it.</summary>
    public required string ProviderId { get; init; }

    /// <summary>It is here and can be looked at.</summary>
    public required bool HasSource { get; init; }

    /// <summary>Nothing more happens to it by itself, or only seldom.</summary>
    public required bool IsSetAside { get; init; }
}

/// <summary>A credential, without what it protects.</summary>
/// <param name="Id">Which.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Thumbprint">Thumbprint of a certificate as Entra shows it: SHA-1.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="IsOwn">Tern made it and replaces it.</param>
/// <param name="AddedAt">When it was entered here, or Microsoft took it.</param>
/// <param name="IsWorking">It worked last.</param>
public sealed record CredentialLine(Guid Id, CredentialKind Kind, string? Thumbprint, DateTimeOffset? ExpiresAt, CredentialStage Stage, bool IsOwn, DateTimeOffset AddedAt, bool IsWorking)
{
    /// <summary>The first characters of a secret.</summary>
    public string? Mark { get; init; }

    /// <summary>When it was last tried for itself.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>Why it was refused then.</summary>
    public string? RefusedCode { get; init; }
}
