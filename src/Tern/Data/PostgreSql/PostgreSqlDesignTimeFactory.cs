using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tern.Data.PostgreSql;

/// <summary>For the migration tool only; nothing is opened.</summary>
internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlTernDbContext>
{
    public PostgreSqlTernDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlTernDbContext>();
        PostgreSqlDatabase.Configure(options, "Host=127.0.0.1;Database=design");
        return new PostgreSqlTernDbContext(options.Options);
    }
}
