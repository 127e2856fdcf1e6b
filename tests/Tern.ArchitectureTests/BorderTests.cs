using System.Text.RegularExpressions;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tern.ArchitectureTests;

/// <summary>What only one place may touch.</summary>
public sealed partial class BorderTests
{
    [Theory]
    [InlineData("Microsoft.Data.Sqlite", "Tern.Data.Sqlite")]
    [InlineData("Npgsql", "Tern.Data.PostgreSql")]
    [InlineData("Duende.IdentityModel", "Tern.MailEngine.Microsoft365")]
    [InlineData("MailKit", "Tern.MailEngine.Imap")]
    [InlineData("Orleans", "Tern.MailEngine.Orleans")]
    [InlineData("Microsoft.Graph", "nowhere: the Graph SDK is a client in tests")]
    [InlineData("Microsoft.Identity.Client", "nowhere: MSAL is a client in tests")]
    public void A_foreign_library_is_touched_in_one_place_only(string library, string home) =>
        Found.Nothing(
            House.Uses.Where(u => u.To.IsIn(library) && !u.From.IsIn(home)),
            $"{library} belongs to {home}:");

    [Fact]
    public void The_databases_are_touched_at_all()
    {
        // The rule above says nothing when a library changes its namespaces; this one notices.
        Assert.Contains(House.Uses, u => u.To.IsIn("Microsoft.Data.Sqlite"));
        Assert.Contains(House.Uses, u => u.To.IsIn("Npgsql"));
        Assert.Contains(House.Uses, u => u.To.IsIn("Duende.IdentityModel"));
    }

    [Fact]
    public void The_engine_knows_no_mail_format_and_no_web_server() =>
        Types().That().ResideInNamespaceMatching(@"^Tern\.MailEngine(\.|$)")
            .Should().NotDependOnAny(Types(true).That().ResideInNamespaceMatching(@"^(MimeKit|Microsoft\.AspNetCore|Microsoft\.EntityFrameworkCore|Tern\.Mail)(\.|$)"))
            .Because("the engine moves raw mail and is a library that others can use")
            .Check(House.Architecture);

    [Fact]
    public void What_a_mail_says_is_found_without_io() =>
        Types().That().ResideInNamespaceMatching(@"^Tern\.Mail(\.|$)")
            .Should().NotDependOnAny(Types(true).That().HaveFullNameMatching(@"^System\.(Net\.Http\.|Net\.Sockets\.|IO\.(File|Directory|FileStream|FileInfo|DirectoryInfo)$)"))
            .Because("Tern.Mail is pure: bytes in, facts out")
            .Check(House.Architecture);

    [Fact]
    public void The_simulator_shares_no_type_with_what_it_tests() =>
        Found.Nothing(
            House.Uses.Where(u => u.From.IsIn("Tern.Microsoft365Simulator") && u.To.IsIn("Tern") && !u.To.IsIn("Tern.Microsoft365Simulator")),
            "A mistake shared with the client would hide itself; the simulator speaks protocols:");

    [Fact]
    public void Sql_text_is_written_only_beside_its_database() =>
        Found.Nothing(
            Repository.LinesMatching(
                Repository.ProductSources.Where(f =>
                    f.StartsWith("src/", StringComparison.Ordinal) && !f.StartsWith("src/Tern/Data/Sqlite/", StringComparison.Ordinal) && !f.StartsWith("src/Tern/Data/PostgreSql/", StringComparison.Ordinal)),
                RawSql()),
            "Raw SQL lives in src/Tern/Data/Sqlite and src/Tern/Data/PostgreSql:");

    [Fact]
    public void No_component_declares_a_render_mode() =>
        Found.Nothing(
            Repository.LinesMatching(Repository.ProductSources, RenderMode()),
            "Components are rendered once, statically; what moves is htmx or a script:");

    [Fact]
    public void The_engine_stays_on_the_clock_and_thread_it_is_given() =>
        Found.Nothing(
            Repository.LinesMatching(
                Repository.ProductSources.Where(f => f.StartsWith("src/Tern.MailEngine", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal)),
                LeavesTheThread()),
            "Cancelled library waits and pool calls go on in the thread pool, and the same seed no longer gives the same events; use InPlace and Bell:");

    [GeneratedRegex(@"\b(FromSql|FromSqlRaw|FromSqlInterpolated|ExecuteSql\w*|SqlQuery\w*|CommandText|CreateCommand|CreateDbCommand|GetDbConnection|migrationBuilder\.Sql)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex RawSql();

    [GeneratedRegex(@"@rendermode\b|\[RenderMode|RenderModeAttribute|\bInteractive(Server|WebAssembly|Auto)\b|AddInteractive\w+", RegexOptions.ExplicitCapture)]
    private static partial Regex RenderMode();

    // Comments may name what the code must not call.
    [GeneratedRegex(@"^(?!\s*//).*?\b(Task\.(Run|Delay|Factory)\b|ThreadPool\.|\.CancelAsync\(|new Thread\(|new Timer\(|(?<!InPlace|[bB]ell|_leasing|_reading|_sending)\.WaitAsync\()", RegexOptions.ExplicitCapture)]
    private static partial Regex LeavesTheThread();
}
