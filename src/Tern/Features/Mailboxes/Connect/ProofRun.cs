using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Sends a test mail and follows it: in as a ticket, and out as an answer that is found among the sent mails. Each look takes it one step further.</summary>
internal sealed class ProofRun(
    TernDbContext db, SetupAccess access, MailboxTrial trial, MailboxHost host, ProofAnswer answer, TimeProvider time, IStringLocalizer<ConnectText> texts)
{
    /// <summary>Exchange delivers within seconds; what takes longer than this has met a rule, a filter or a fault.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    internal async Task BeginAsync(OpenSetup setup, string to, CancellationToken cancellationToken)
    {
        var subject = texts["Proof.Subject", Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^6..]].Value;
        var opened = await access.OpenAsync(setup, isNew: setup.Answers.RoundTrip?.Problem is not null, cancellationToken);
        var problem = opened.Problem;
        if (problem is null)
        {
            var fault = await trial.SendAsync(opened.Connection!, setup.Answers.Address!, to, subject, texts["Proof.Text"].Value, opened.Token!, cancellationToken);
            problem = fault is null ? null : await NamedAsync(CheckLine.Of("send", fault), opened.Connection!, cancellationToken);
        }

        setup.Answers = setup.Answers with { RoundTrip = new RoundTrip { Subject = subject, To = to, SentAt = time.GetUtcNow(), Problem = problem } };
        Ring(setup);
    }

    /// <summary>Refused because nobody has consented looks like refused for any other reason; what stands in the token tells them apart.</summary>
    private async Task<CheckLine> NamedAsync(CheckLine line, ConnectionSettings connection, CancellationToken cancellationToken) =>
        line.Code is FaultCodes.AccessDenied or FaultCodes.PermissionMissing
        && ConnectionChecks.Permissions(connection, await access.PermissionsAsync(connection, cancellationToken), none: CheckResult.Failed).Result == CheckResult.Failed
            ? line with { Hint = "ProofWithoutConsent" }
            : line;

    internal async Task AdvanceAsync(OpenSetup setup, CancellationToken cancellationToken)
    {
        if (setup.Answers.RoundTrip is not { IsOver: false } trip)
        {
            return;
        }

        var mailbox = setup.Row.MailboxId!.Value;
        trip = trip.Ticket is null ? await ArrivedAsync(mailbox, trip, cancellationToken) : await LeftAsync(trip, cancellationToken);
        if (!trip.IsOver)
        {
            trip = await HealthAsync(mailbox, trip, cancellationToken);
            Ring(setup);
        }

        setup.Answers = setup.Answers with { RoundTrip = trip };
    }

    private async Task<RoundTrip> ArrivedAsync(MailboxId mailbox, RoundTrip trip, CancellationToken cancellationToken)
    {
        var id = (MailboxId?)mailbox;
        var number = await db.Tickets.Where(t => t.MailboxId == id && t.Subject == trip.Subject).Select(t => (long?)t.Number).FirstOrDefaultAsync(cancellationToken);
        if (number is not { } ticket)
        {
            return time.GetUtcNow() - trip.SentAt > Patience ? trip with { Problem = CheckLine.Failed("arrival", "ProofNotArrived", trip.To) } : trip;
        }

        var arrived = trip with { Ticket = ticket, ArrivedAt = await db.Tickets.Where(t => t.Number == ticket).Select(t => t.CreatedAt).SingleAsync(cancellationToken) };
        return await answer.WriteAsync(ticket, cancellationToken) is { } answered ? arrived with { AnsweredAt = answered } : arrived with { Problem = CheckLine.Failed("answer", "ProofNoRecipient") };
    }

    private async Task<RoundTrip> LeftAsync(RoundTrip trip, CancellationToken cancellationToken)
    {
        var item = await db.Outbox.AsNoTracking().Where(i => i.TicketNumber == trip.Ticket).OrderByDescending(i => i.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        return item switch
        {
            { State: OutboxState.Sent } => trip with { SeenAt = item.SentAt ?? time.GetUtcNow() },
            { State: OutboxState.Failed or OutboxState.Uncertain } => trip with
            {
                Problem = new CheckLine("answer", CheckResult.Failed) { Code = item.LastErrorCode, ProviderCode = item.LastProviderCode, Detail = item.LastErrorText },
            },
            _ when time.GetUtcNow() - trip.AnsweredAt > Patience => trip with { Problem = CheckLine.Failed("answer", "ProofNotSeen") },
            _ => trip,
        };
    }

    /// <summary>Where the mailbox itself needs somebody, waiting longer is of no use.</summary>
    private async Task<RoundTrip> HealthAsync(MailboxId mailbox, RoundTrip trip, CancellationToken cancellationToken)
    {
        var health = await db.MailboxHealth.AsNoTracking().SingleAsync(h => h.MailboxId == mailbox, cancellationToken);
        return health is { State: MailboxState.ActionNeeded, FaultCode: { } code } && health.ReportedAt > trip.SentAt
            ? trip with { Problem = new CheckLine("arrival", CheckResult.Failed) { Code = code, ProviderCode = health.ProviderCode, RequestId = health.RequestId, Detail = health.FaultDetail } }
            : trip;
    }

    private void Ring(OpenSetup setup)
    {
        host.Ring();
        if (setup.Row.MailboxId is { } mailbox && host.Find(mailbox) is { } runner)
        {
            runner.Ring();
            runner.RingOutbox();
        }
    }
}
