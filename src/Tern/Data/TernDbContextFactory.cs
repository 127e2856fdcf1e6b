using Microsoft.EntityFrameworkCore;

namespace Tern.Data;

/// <summary>Hands out the pooled context of the configured database under the name everything else knows.</summary>
internal sealed class TernDbContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<TernDbContext>
    where TContext : TernDbContext
{
    public TernDbContext CreateDbContext() => contexts.CreateDbContext();
}
