using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Identity.FirstRun;

/// <summary>Whether the first administrator exists. Once true it stays true, and nothing is asked again.</summary>
internal sealed class FirstRunState(IDbContextFactory<TernDbContext> contexts)
{
    private bool _done;

    internal async ValueTask<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        if (_done)
        {
            return true;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return _done = await db.Installations.AnyAsync(cancellationToken);
    }
}
