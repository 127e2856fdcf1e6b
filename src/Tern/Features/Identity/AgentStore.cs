using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Identity;

/// <summary>Where ASP.NET Core Identity finds and keeps agents. The address is the user name.</summary>
internal sealed class AgentStore(TernDbContext db, AgentDirectory directory) :
    IUserEmailStore<Agent>, IUserPasswordStore<Agent>, IUserLockoutStore<Agent>, IUserSecurityStampStore<Agent>
{
    public async Task<IdentityResult> CreateAsync(Agent user, CancellationToken cancellationToken)
    {
        db.Agents.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(Agent user, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> DeleteAsync(Agent user, CancellationToken cancellationToken)
    {
        db.Agents.Remove(user);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
        return IdentityResult.Success;
    }

    public Task<Agent?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        var id = Guid.TryParse(userId, out var value) ? new AgentId(value) : default;
        return db.Agents.SingleOrDefaultAsync(agent => agent.Id == id, cancellationToken);
    }

    public Task<Agent?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.Agents.SingleOrDefaultAsync(agent => agent.EmailNormalized == normalizedUserName, cancellationToken);

    public Task<Agent?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) => FindByNameAsync(normalizedEmail, cancellationToken);

    public Task<string> GetUserIdAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Value.ToString("D"));

    public Task<string?> GetUserNameAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.EmailNormalized);

    public Task<string?> GetEmailAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedEmailAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.EmailNormalized);

    public Task<bool> GetEmailConfirmedAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<string?> GetPasswordHashAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task<int> GetAccessFailedCountAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(user.AccessFailedCount);

    public Task<bool> GetLockoutEnabledAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(user.LockoutEnd);

    public Task<int> IncrementAccessFailedCountAsync(Agent user, CancellationToken cancellationToken) => Task.FromResult(++user.AccessFailedCount);

    public Task ResetAccessFailedCountAsync(Agent user, CancellationToken cancellationToken) => Set(() => user.AccessFailedCount = 0);

    public Task SetLockoutEndDateAsync(Agent user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) => Set(() => user.LockoutEnd = lockoutEnd);

    public Task SetUserNameAsync(Agent user, string? userName, CancellationToken cancellationToken) => Set(() => user.Email = userName ?? "");

    public Task SetNormalizedUserNameAsync(Agent user, string? normalizedName, CancellationToken cancellationToken) => Set(() => user.EmailNormalized = normalizedName ?? "");

    public Task SetEmailAsync(Agent user, string? email, CancellationToken cancellationToken) => Set(() => user.Email = email ?? "");

    public Task SetNormalizedEmailAsync(Agent user, string? normalizedEmail, CancellationToken cancellationToken) => Set(() => user.EmailNormalized = normalizedEmail ?? "");

    public Task SetPasswordHashAsync(Agent user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash);

    public Task SetSecurityStampAsync(Agent user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);

    // Confirming addresses and switching lockout off are not offered.
    public Task SetEmailConfirmedAsync(Agent user, bool confirmed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetLockoutEnabledAsync(Agent user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // The context belongs to the request.
    }

    private static Task Set(Action change)
    {
        change();
        return Task.CompletedTask;
    }
}
