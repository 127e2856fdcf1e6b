using Microsoft.Data.Sqlite;

namespace Tern.Tests.Fixtures;

/// <summary>The desk on a SQLite file.</summary>
public class SqliteApp : TernApp
{
    protected override KeyValuePair<string, string?> DatabaseSetting => new("Database", null);

    protected override void ForgetConnections() => SqliteConnection.ClearAllPools();
}
