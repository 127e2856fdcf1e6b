using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Identity;

/// <summary>Creates agents. The first one is always an administrator and ends the first run, for good.</summary>
internal sealed class AgentCreation(TernDbContext db, UserManager<Agent> agents, TimeProvider time, ILogger<AgentCreation> logger)
{
    internal static readonly IdentityError AlreadyInstalled = new()
    {
        Code = nameof(AlreadyInstalled),
        Description = "An administrator exists already.",
    };

    /// <returns>What is wrong with the given data; empty when the agent was created.</returns>
    internal async Task<IReadOnlyList<IdentityError>> AddAsync(
        string name, string email, string password, bool isAdministrator, string? timeZone, CancellationToken cancellationToken)
    {
        var isFirst = !await db.Installations.AnyAsync(cancellationToken);
        return isFirst
            ? await AddFirstAsync(name, email, password, timeZone, cancellationToken)
            : await CreateAsync(NewAgent(name, email, isAdministrator, timeZone), password);
    }

    internal async Task<IReadOnlyList<IdentityError>> AddFirstAsync(
        string name, string email, string password, string? timeZone, CancellationToken cancellationToken)
    {
        if (await db.Installations.AnyAsync(cancellationToken))
        {
            return [AlreadyInstalled];
        }

        db.Installations.Add(new Installation { CreatedAt = time.GetUtcNow() });
        try
        {
            return await CreateAsync(NewAgent(name, email, isAdministrator: true, timeZone), password);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await db.Installations.AnyAsync(cancellationToken))
            {
                return [AlreadyInstalled];
            }

            throw;
        }
    }

    private async Task<IReadOnlyList<IdentityError>> CreateAsync(Agent agent, string password)
    {
        var result = await agents.CreateAsync(agent, password);
        if (!result.Succeeded)
        {
            return [.. result.Errors];
        }

        Log.AgentCreated(logger, agent.Id, agent.IsAdministrator);
        return [];
    }

    private Agent NewAgent(string name, string email, bool isAdministrator, string? timeZone)
    {
        var now = time.GetUtcNow();
        return new Agent
        {
            Id = new AgentId(Guid.CreateVersion7(now)),
            Name = name.Trim(),
            Email = email.Trim(),
            IsAdministrator = isAdministrator,
            TimeZone = TimeZones.Accept(timeZone),
            CreatedAt = now,
        };
    }
}
