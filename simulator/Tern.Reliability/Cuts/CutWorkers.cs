using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Reliability.Processes;
using Tern.Reliability.Running;

namespace Tern.Reliability.Cuts;

/// <summary>Sets mailboxes to work and sees when they are done.</summary>
internal sealed class CutWorkers(SimulatedTenant tenant, Desk desk, Agent agent)
{
    private static readonly OutboxState[] Ends = [OutboxState.Sent, OutboxState.Uncertain, OutboxState.Failed, OutboxState.Settled];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until every mailbox was read for the first time.</summary>
    internal Task WaitUntilReadyAsync(IReadOnlyList<CutSubject> subjects, CancellationToken cancellationToken)
    {
        var ids = subjects.Select(s => s.Id).ToList();
        var letters = subjects.Count(s => s.Work != CutWork.Read);
        return Wait.UntilAsync(
            Patience,
            async () =>
            {
                await using var db = desk.OpenDatabase();
                return await db.MailboxHealth.CountAsync(h => ids.Contains(h.MailboxId) && h.LastSuccessAt != null, cancellationToken) == ids.Count
                    && await db.Intake.CountAsync(e => ids.Contains(e.MailboxId) && e.Fate == IntakeFate.Ingested, cancellationToken) == letters;
            },
            () => Task.FromResult($"The mailboxes were not read; see {desk.Log}."),
            cancellationToken);
    }

    /// <summary>Letters come to those who read, agents answer for those who send.</summary>
    internal async Task BeginAsync(IReadOnlyList<CutSubject> subjects, CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        foreach (var subject in subjects)
        {
            if (subject.Work == CutWork.Read)
            {
                for (var i = 1; i <= subject.MailsWanted; i++)
                {
                    await tenant.SendAsync(subject.Letter(i), subject.Address, cancellationToken);
                }
            }
            else
            {
                var ticket = await db.Tickets.Where(t => t.MailboxId == subject.Id).Select(t => t.Number).SingleAsync(cancellationToken);
                var said = await agent.ReplyAsync(ticket, subject.Text, seen: 1, subject.File, cancellationToken);
                if (said != HttpStatusCode.SeeOther)
                {
                    throw new InvalidOperationException($"{subject}: the answer was not taken, {said}.");
                }
            }
        }
    }

    internal Task WaitUntilDoneAsync(IReadOnlyList<CutSubject> subjects, TimeSpan patience, CancellationToken cancellationToken) => Wait.UntilAsync(
        patience,
        async () => (await UndoneAsync(subjects, cancellationToken)).Count == 0,
        async () => "Not done: " + string.Join(", ", await UndoneAsync(subjects, cancellationToken)),
        cancellationToken);

    private async Task<IReadOnlyList<string>> UndoneAsync(IReadOnlyList<CutSubject> subjects, CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        var states = await db.Outbox.AsNoTracking().Select(i => new { i.MailboxId, i.State, i.LastErrorCode }).ToListAsync(cancellationToken);
        var read = (await db.Intake.AsNoTracking().Where(e => e.Fate == IntakeFate.Ingested && e.FileAt == null).Select(e => e.MailboxId).ToListAsync(cancellationToken)).CountBy(m => m).ToDictionary();
        var undone = new List<string>();
        foreach (var subject in subjects)
        {
            var own = states.Where(s => s.MailboxId == subject.Id).ToList();
            if (subject.Work == CutWork.Read ? read.GetValueOrDefault(subject.Id) < subject.MailsWanted : !own.Exists(s => Ends.Contains(s.State)))
            {
                undone.Add($"{subject}: {string.Join(", ", own.Select(s => $"{s.State} {s.LastErrorCode}"))}");
            }
        }

        return undone;
    }
}
