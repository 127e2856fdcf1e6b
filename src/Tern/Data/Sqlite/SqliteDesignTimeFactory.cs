using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tern.Data.Sqlite;

/// <summary>For the migration tool only; nothing is opened.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteTernDbContext>
{
    public SqliteTernDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteTernDbContext>();
        SqliteDatabase.Configure(options, "design.db");
        return new SqliteTernDbContext(options.Options);
    }
}
