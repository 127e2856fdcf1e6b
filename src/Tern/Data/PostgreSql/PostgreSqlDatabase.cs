using Microsoft.EntityFrameworkCore;

namespace Tern.Data.PostgreSql;

internal static class PostgreSqlDatabase
{
    internal static void Configure(DbContextOptionsBuilder options, string connectionString) => options.UseNpgsql(connectionString);
}
