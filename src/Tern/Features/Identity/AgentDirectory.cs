using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Identity;

/// <summary>
/// The agents, few and read on every request, held in memory for some seconds. That is also how long a session lives on after it was ended
/// on another node; on this node changes show at once.
/// </summary>
internal sealed class AgentDirectory(IDbContextFactory<TernDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);
    private Snapshot? _snapshot;

    internal void Forget() => Volatile.Write(ref _snapshot, null);

    internal async ValueTask<AgentCard?> FindAsync(AgentId id, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken)).GetValueOrDefault(id);

    internal async ValueTask<IReadOnlyDictionary<AgentId, AgentCard>> AllAsync(CancellationToken cancellationToken)
    {
        var snapshot = Volatile.Read(ref _snapshot);
        if (snapshot is not null && time.GetUtcNow() - snapshot.At < Life)
        {
            return snapshot.Agents;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Agents.AsNoTracking()
            .OrderBy(agent => agent.Name)
            .Select(agent => new { agent.Id, agent.Name, agent.Email, agent.TimeZone, agent.IsAdministrator, agent.SecurityStamp })
            .ToListAsync(cancellationToken);
        var agents = rows.ToDictionary(
            row => row.Id,
            row => new AgentCard(row.Id, row.Name, row.Email, TimeZones.FindOrUtc(row.TimeZone), row.IsAdministrator, row.SecurityStamp));
        Volatile.Write(ref _snapshot, new Snapshot(agents, time.GetUtcNow()));
        return agents;
    }

    private sealed record Snapshot(IReadOnlyDictionary<AgentId, AgentCard> Agents, DateTimeOffset At);
}
