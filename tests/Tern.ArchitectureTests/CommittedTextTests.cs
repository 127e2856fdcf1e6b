using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tern.ArchitectureTests;

/// <summary>What must not stand in any committed file.</summary>
public sealed class CommittedTextTests
{
    [Fact]
    public void Nothing_is_left_to_do_in_the_text()
    {
        // Put together here, so that the test does not find itself.
        var marks = new Regex($@"\b({"TO" + "DO"}|{"FIX" + "ME"}|{"HA" + "CK"})\b");
        Found.Nothing(Repository.LinesMatching(Repository.Texts, marks), "Do it, or file an issue:");
    }

    [Fact]
    public void No_file_names_the_host_of_a_package_registry()
    {
        string[] hosts =
        [
            "registry.npm" + "js.org", "npm" + "js.com", "registry.yarn" + "pkg.com", "nuget" + ".org", "pkgs.dev.azure" + ".com", "deb.debian" + ".org", "security.debian" + ".org",
            "archive.ubuntu" + ".com", "pypi" + ".org", "files.python" + "hosted.org", "crates" + ".io", "rubygems" + ".org", "proxy.golang" + ".org", "ghcr" + ".io", "docker" + ".io",
        ];
        var pattern = new Regex(string.Join('|', hosts.Select(Regex.Escape)), RegexOptions.IgnoreCase);
        Found.Nothing(Repository.LinesMatching(Repository.Texts, pattern), "Where packages come from is the machine's configuration, not the project's:");
    }

    [Fact]
    public void Lock_files_name_packages_and_no_addresses()
    {
        var address = new Regex("\"resolved\": \"(https?|git)[^\"]*\"");
        Found.Nothing(
            Repository.LinesMatching(Repository.Files.Where(f => f.EndsWith("package-lock.json", StringComparison.Ordinal)), address),
            "npm wrote addresses into the lock file; src/Tern/.npmrc turns that off:");
    }

    [Fact]
    public void No_file_names_a_folder_of_one_persons_machine()
    {
        var path = new Regex(@"(?<![\w.])/(home|Users|work|root)/[\w.-]+/");
        Found.Nothing(
            Repository.LinesMatching(Repository.Texts.Where(f => !f.StartsWith("docs/", StringComparison.Ordinal)), path),
            "A path of one machine works on one machine:");
    }

    [Fact]
    public async Task Nothing_that_a_build_makes_is_committed()
    {
        Assert.SkipUnless(Path.Exists(Repository.FullPath(".git")), "This is a copy without its history.");
        using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "--cached", "--ignored", "--exclude-standard"])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var committed = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Found.Nothing(committed.Split('\n', StringSplitOptions.RemoveEmptyEntries), ".gitignore names these, and still they are committed (git rm --cached):");
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var link = new Regex(@"\]\((?!https?:|mailto:|#)(?<path>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture);
        Found.Nothing(
            from file in Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal))
            from Match match in link.Matches(Repository.Text(file))
            let target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.FullPath(file))!, match.Groups["path"].Value))
            where !Path.Exists(target)
            select $"{file}: {match.Groups["path"].Value}",
            "A link leads nowhere:");
    }

    [Fact]
    public void Text_files_end_lines_the_same_way_everywhere() =>
        Found.Nothing(
            Repository.Texts.Where(f => !f.EndsWith(".eml", StringComparison.Ordinal) && Repository.Text(f).Contains('\r', StringComparison.Ordinal)),
            "Lines end with LF (.editorconfig):");
}
