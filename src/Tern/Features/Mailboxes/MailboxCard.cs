using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>What the pages show of a mailbox.</summary>
public sealed record MailboxCard
{
    public required MailboxId Id { get; init; }

    public required string Address { get; init; }

    public required string DisplayName { get; init; }

    public required string Tenant { get; init; }

    public required string ClientId { get; init; }

    public required GrantKind GrantKind { get; init; }

    public required AfterImport AfterImport { get; init; }

    /// <summary>The name of the folder that mail is moved to, as people saw it when it was chosen.</summary>
    public string? AfterImportTargetName { get; init; }

    public required bool IsPaused { get; init; }

    public required MailboxState State { get; init; }

    public required DateTimeOffset Since { get; init; }

    public string? FaultCode { get; init; }

    public string? FaultDetail { get; init; }

    public string? ProviderCode { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>When Microsoft refused, by its own clock.</summary>
    public DateTimeOffset? FaultAt { get; init; }

    /// <summary>Mail still flows, until then.</summary>
    public DateTimeOffset? WorksUntil { get; init; }

    public DateTimeOffset? NextCheckAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public DateTimeOffset? LastMailAt { get; init; }

    public DateTimeOffset? TokenIssuedAt { get; init; }

    public DateTimeOffset? TokenExpiresAt { get; init; }

    public DateTimeOffset? TokenRefreshAt { get; init; }

    public string? SignedInUserName { get; init; }

    public DateTimeOffset? SignedInAt { get; init; }

    public required MailboxAnswers Answers { get; init; }

    /// <summary>Mails that could not be fetched yet, or were set aside.</summary>
    public required int Aside { get; init; }

    public required bool IsShared { get; init; }

    public string? SenderAddress { get; init; }

    /// <summary>More addresses that agents may choose, one a line.</summary>
    public string? FurtherSenders { get; init; }

    public required int LargestMailMegabytes { get; init; }

    public string? ApplicationObjectId { get; init; }

    /// <summary>How far Microsoft's clock is ahead of this server's.</summary>
    public int? ClockOffsetSeconds { get; init; }

    /// <summary>The permissions of the last token, separated by blanks.</summary>
    public string? Permissions { get; init; }

    public string? SignedInObjectId { get; init; }

    public DateTimeOffset? RefreshedAt { get; init; }

    public string? RollingFaultCode { get; init; }

    public string? RollingFaultDetail { get; init; }

    public required string Authority { get; init; }

    public required string Api { get; init; }

    /// <summary>Where the button of the remedy leads; null where nothing on the mailbox's page helps.</summary>
    internal string? RemedyAnchor => FaultCode is { } code && FaultCards.Of(code)?.Anchor is { } anchor && (anchor != FaultCards.SignInSection || GrantKind == GrantKind.Delegated) ? anchor : null;

    /// <summary>What the commands of a card are written for.</summary>
    internal FaultSubject Subject => new()
    {
        Address = Address,
        Account = SignedInUserName ?? Address,
        Tenant = Tenant,
        ClientId = ClientId,
        IsDelegated = GrantKind == GrantKind.Delegated,
        Authority = new Uri(Authority),
        Graph = new Uri(Api),
        RequestId = RequestId,
    };

    internal static IQueryable<MailboxCard> From(TernDbContext db)
    {
        var (health, grants, tokens, intake) = (db.MailboxHealth, db.Grants, db.AccessTokens, db.Intake); // an expression tree takes no extension property
        return
            from m in db.Mailboxes.AsNoTracking()
            join h in health on m.Id equals h.MailboxId
            join g in grants on m.ConnectionId equals g.ConnectionId
            from t in tokens.Where(t => t.ConnectionId == m.ConnectionId && t.Resource == m.Connection.Resource).DefaultIfEmpty()
            orderby m.AddressNormalized
            select new MailboxCard
            {
                Id = m.Id,
                Address = m.Address,
                DisplayName = m.DisplayName,
                Tenant = m.Connection.Tenant,
                ClientId = m.Connection.ClientId,
                GrantKind = m.Connection.GrantKind,
                AfterImport = new AfterImport(m.AfterImport, m.AfterImportTarget),
                AfterImportTargetName = m.AfterImportTargetName,
                IsPaused = m.IsPaused,
                State = h.State,
                Since = h.Since,
                FaultCode = h.FaultCode,
                FaultDetail = h.FaultDetail,
                ProviderCode = h.ProviderCode,
                RequestId = h.RequestId,
                TraceId = h.TraceId,
                FaultAt = h.FaultAt,
                WorksUntil = h.WorksUntil,
                ClockOffsetSeconds = h.ClockOffsetSeconds,
                Permissions = g.Permissions,
                SignedInObjectId = g.SignedInObjectId,
                RefreshedAt = g.RefreshedAt,
                IsShared = m.Connection.IsShared,
                SenderAddress = m.SenderAddress,
                FurtherSenders = m.FurtherSenders,
                LargestMailMegabytes = m.LargestMailMegabytes,
                ApplicationObjectId = m.Connection.ApplicationObjectId,
                RollingFaultCode = m.Connection.RollingFaultCode,
                RollingFaultDetail = m.Connection.RollingFaultDetail,
                Authority = m.Connection.Authority,
                Api = m.Connection.Api,
                NextCheckAt = h.NextCheckAt,
                LastSuccessAt = h.LastSuccessAt,
                LastMailAt = h.LastMailAt,
                TokenIssuedAt = t == null ? null : t.IssuedAt,
                TokenExpiresAt = t == null ? null : t.ExpiresAt,
                TokenRefreshAt = t == null ? null : t.RefreshAt,
                SignedInUserName = g.SignedInUserName,
                SignedInAt = g.SignedInAt,
                Answers = new MailboxAnswers
                {
                    Acknowledges = m.AcknowledgesSince != null,
                    AcknowledgementText = m.AcknowledgementText,
                    Signature = m.Signature,
                    ReopensForDays = m.ReopensForDays,
                    UsesTicketAddress = m.UsesTicketAddress,
                },
                Aside = intake.Count(e => e.MailboxId == m.Id && (e.Fate == IntakeFate.Waiting || e.Fate == IntakeFate.Quarantined)),
            };
    }
}
