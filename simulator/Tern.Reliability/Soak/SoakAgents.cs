using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Reliability.Running;

namespace Tern.Reliability.Soak;

/// <summary>Agents answer a share of the tickets, once each; a desk that is away is asked again, as people do, after a look whether it had taken the answer.</summary>
internal sealed class SoakAgents(Desk desk, SoakOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly HashSet<long> _decided = [];
    private readonly HashSet<long> _answered = [];

    internal IReadOnlyCollection<long> Answered => _answered;

    internal async Task RunAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        Agent? agent = null;
        try
        {
            while (TimeProvider.System.GetUtcNow() < until)
            {
                try
                {
                    agent ??= await Agent.SignInAsync(desk.Address, cancellationToken);
                    await AnswerAsync(agent, cancellationToken);
                }
                catch (Exception away) when (away is HttpRequestException or InvalidOperationException or System.Data.Common.DbException)
                {
                    agent?.Dispose();
                    agent = null;
                }

                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
        finally
        {
            agent?.Dispose();
        }
    }

    private async Task AnswerAsync(Agent agent, CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        var outbox = db.Outbox; // an expression tree takes no extension property
        var newest = _decided.Count == 0 ? 0 : _decided.Max();
        var open = await db.Tickets.AsNoTracking()
            .Where(t => t.Number > newest - 500 && !outbox.Any(i => i.TicketId == t.Id))
            .OrderBy(t => t.Number)
            .Select(t => new { t.Number, t.MessageCount })
            .ToListAsync(cancellationToken);
        foreach (var ticket in open.Where(t => !_decided.Contains(t.Number)))
        {
            if (IsAnswered(ticket.Number))
            {
                var said = await agent.ReplyAsync(ticket.Number, $"The answer to ticket {ticket.Number}, once.", ticket.MessageCount, file: null, cancellationToken);
                if (said != HttpStatusCode.SeeOther)
                {
                    continue; // something came in between, or the session has ended; the next look decides
                }

                _answered.Add(ticket.Number);
            }

            _decided.Add(ticket.Number);
        }
    }

    /// <summary>By the seed and the number, so that it does not depend on who came first.</summary>
    private bool IsAnswered(long ticket) => new Random((options.Seed * 1_000_003) ^ (int)ticket).NextDouble() < options.Answers;
}
