using Microsoft.EntityFrameworkCore;

namespace Tern.Data;

/// <summary>The whole database of one Tern. It knows no feature: mappings are found in the assembly, sets are added by the features as extension properties.</summary>
internal abstract class TernDbContext(DbContextOptions options) : DbContext(options)
{
    private const string Version = "Version";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TernDbContext).Assembly);
        TableNames.Apply(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.FindProperty(Version) is { } version && version.ClrType == typeof(long))
            {
                version.IsConcurrencyToken = true;
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => IdConventions.Apply(configurationBuilder);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Tern saves asynchronously.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var announces = false;
        foreach (var entry in ChangeTracker.Entries())
        {
            announces |= entry is { State: EntityState.Added, Entity: IFeedEntry };
            if (entry.State == EntityState.Modified && entry.Metadata.FindProperty(Version) is { ClrType: var type } && type == typeof(long))
            {
                var version = entry.Property(Version);
                version.CurrentValue = (long)version.OriginalValue! + 1;
            }
        }

        // The changes have just been detected; once is enough.
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return announces
                ? await SaveInOrderAsync(acceptAllChangesOnSuccess, cancellationToken)
                : await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private async Task<int> SaveInOrderAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is not null)
        {
            await SerialiseFeedAsync(cancellationToken);
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        await SerialiseFeedAsync(cancellationToken);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return saved;
    }

    /// <summary>Lets one transaction at a time append to the feed, until it ends: readers go by id, so ids must become visible in their order.</summary>
    internal abstract Task SerialiseFeedAsync(CancellationToken cancellationToken);
}
