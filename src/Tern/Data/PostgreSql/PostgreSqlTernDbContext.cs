using Microsoft.EntityFrameworkCore;

namespace Tern.Data.PostgreSql;

internal sealed class PostgreSqlTernDbContext(DbContextOptions<PostgreSqlTernDbContext> options) : TernDbContext(options)
{
    // "Tern feed" as a number nobody else will choose; advisory locks share one space per database.
    private const long FeedLock = 0x5465726E_66656564;

    internal override Task SerialiseFeedAsync(CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({FeedLock})", cancellationToken);
}
