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
    public void Text_files_end_lines_the_same_way_everywhere() =>
        Found.Nothing(
            Repository.Texts.Where(f => !f.EndsWith(".eml", StringComparison.Ordinal) && Repository.Text(f).Contains('\r', StringComparison.Ordinal)),
            "Lines end with LF (.editorconfig):");
}
