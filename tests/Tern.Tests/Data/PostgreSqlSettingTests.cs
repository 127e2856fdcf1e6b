using Npgsql;
using Tern.Data.PostgreSql;

namespace Tern.Tests.Data;

public sealed class PostgreSqlSettingTests
{
    [Theory]
    [InlineData("Host=db;Password=p", 100)]
    [InlineData("Host=db;Max Auto Prepare=0", 0)]
    [InlineData("Host=db;MaxAutoPrepare=7", 7)]
    public void Statements_are_prepared_unless_the_operator_says_otherwise(string connectionString, int expected) =>
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(PostgreSqlDatabase.Complete(connectionString)).MaxAutoPrepare);
}
