using Microsoft.EntityFrameworkCore;

namespace Tern.Data.Sqlite;

internal sealed class SqliteTernDbContext(DbContextOptions<SqliteTernDbContext> options) : TernDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    // One writer at a time is what SQLite is; a transaction begins with the write lock (BEGIN IMMEDIATE).
    internal override Task SerialiseFeedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
