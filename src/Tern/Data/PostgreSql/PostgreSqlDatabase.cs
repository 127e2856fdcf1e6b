using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tern.Data.PostgreSql;

internal static class PostgreSqlDatabase
{
    // The statements of Tern are few and asked again and again; planning one costs the server more than running it.
    private const int PreparedStatements = 100;

    /// <summary>
    /// Statements are prepared when they are used a second time, unless the operator's connection string says otherwise: a pooler that hands each
    /// transaction to another server process and knows no prepared statements (PgBouncer before 1.21) needs <c>Max Auto Prepare=0</c>.
    /// </summary>
    internal static string Complete(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = PreparedStatements;
            builder.AutoPrepareMinUsages = 2;
        }

        return builder.ConnectionString;
    }

    /// <summary>Database and server, as an operator knows them; no user and no password.</summary>
    internal static string NameOf(TernDbContext db)
    {
        var connection = db.Database.GetDbConnection();
        return $"\"{connection.Database}\" on {connection.DataSource}";
    }

    internal static void Configure(DbContextOptionsBuilder options, string connectionString) => options.UseNpgsql(Complete(connectionString));
}
