using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Reliability.Running;

namespace Tern.Reliability.Cuts;

/// <summary>
/// Two answers of which nobody can say whether they left: one did, and cannot be seen for ten minutes; the other did not, because somebody deleted its draft the moment
/// before. Both are Uncertain, and an agent who has them looked for again learns of the one that it left, and of the other still nothing; sent again, it arrives once.
/// </summary>
internal sealed class Doubts(SimulatedTenant tenant, Desk desk, Agent agent, CutWorkers work)
{
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal IReadOnlyList<CutSubject> Subjects { get; } = [new("doubt-left", CutWork.Answer), new("doubt-deleted", CutWork.Answer)];

    /// <returns>Promises that were not kept.</returns>
    internal async Task<IReadOnlyList<string>> RunAsync(JsonObject settings, CancellationToken cancellationToken)
    {
        var (left, deleted) = (Subjects[0], Subjects[1]);
        var broken = new List<string>();
        await tenant.SetAsync(new JsonObject { ["hiddenInTransit"] = true, ["sentItemsAfter"] = Hidden.ToString("c") }, cancellationToken);
        await tenant.BreakAsync(new JsonObject { ["method"] = "POST", ["path"] = $"/v1.0/users/{left.Address}/messages/*/send", ["cut"] = "AfterEffect", ["times"] = 1 }, cancellationToken);
        await tenant.BreakAsync(new JsonObject { ["class"] = "S10", ["path"] = $"/v1.0/users/{deleted.Address}/messages/*/send" }, cancellationToken);
        await work.BeginAsync(Subjects, cancellationToken);
        await work.WaitUntilDoneAsync(Subjects, Patience, cancellationToken);
        foreach (var subject in Subjects)
        {
            await ExpectAsync(subject, OutboxState.Uncertain, subject == left ? 1 : 0, broken, cancellationToken);
        }

        await tenant.SetAsync((JsonObject)settings.DeepClone(), cancellationToken);
        await tenant.PassAsync(Hidden + TimeSpan.FromMinutes(1), cancellationToken);
        await ChooseAsync(left, DeliveryChoice.Look, cancellationToken);
        await ChooseAsync(deleted, DeliveryChoice.Look, cancellationToken);
        await work.WaitUntilDoneAsync(Subjects, Patience, cancellationToken);
        await ExpectAsync(left, OutboxState.Sent, 1, broken, cancellationToken);
        await ExpectAsync(deleted, OutboxState.Uncertain, 0, broken, cancellationToken);

        await ChooseAsync(deleted, DeliveryChoice.Send, cancellationToken);
        await work.WaitUntilDoneAsync(Subjects, Patience, cancellationToken);
        await ExpectAsync(deleted, OutboxState.Sent, 1, broken, cancellationToken);
        return broken;
    }

    private async Task ChooseAsync(CutSubject subject, DeliveryChoice choice, CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        var item = await db.Outbox.AsNoTracking().SingleAsync(i => i.MailboxId == subject.Id, cancellationToken);
        await agent.ResolveAsync(item.TicketNumber, item.MessageId.Value, choice.ToString(), cancellationToken);
    }

    private async Task ExpectAsync(CutSubject subject, OutboxState state, int copies, List<string> broken, CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        var item = await db.Outbox.AsNoTracking().SingleAsync(i => i.MailboxId == subject.Id, cancellationToken);
        var received = await tenant.CountReceivedAsync(subject.Customer, cancellationToken);
        if (item.State != state || received != copies)
        {
            broken.Add($"{subject.Name}: the answer is {item.State} and not {state}; the customer has {received} copies and not {copies}.");
        }
    }
}
