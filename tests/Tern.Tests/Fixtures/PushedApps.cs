namespace Tern.Tests.Fixtures;

/// <summary>Microsoft tells the desk of mail, and the clock is out of the way, so that a test knows what woke it.</summary>
internal static class Pushed
{
    internal static readonly KeyValuePair<string, string?>[] Settings = [new("Microsoft365:Push", "Always"), new("MailEngine:PollIntervalWithPush", "06:00:00")];
}

public sealed class PushedSqliteApp : SqliteApp
{
    protected override IEnumerable<KeyValuePair<string, string?>> MoreSettings => Pushed.Settings;
}

public sealed class PushedPostgreSqlApp : PostgreSqlApp
{
    protected override IEnumerable<KeyValuePair<string, string?>> MoreSettings => Pushed.Settings;
}
