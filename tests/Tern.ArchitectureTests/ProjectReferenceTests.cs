using System.Xml.Linq;

namespace Tern.ArchitectureTests;

/// <summary>Who may know whom, read from the project files.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Tern.Mail"] = [],
        ["Tern.MailEngine"] = [],
        ["Tern.MailEngine.Microsoft365"] = ["Tern.MailEngine"],
        ["Tern.MailEngine.Imap"] = ["Tern.MailEngine"],
        ["Tern.MailEngine.Orleans"] = ["Tern.MailEngine"],
        ["Tern.MailEngine.Testing"] = ["Tern.MailEngine"],
        ["Tern"] = ["Tern.Mail", "Tern.MailEngine", "Tern.MailEngine.Microsoft365", "Tern.MailEngine.Imap", "Tern.MailEngine.Orleans"],
        ["Tern.Microsoft365Simulator"] = [],
        ["Tern.SimulatedYear"] = ["Tern.MailEngine", "Tern.MailEngine.Microsoft365", "Tern.MailEngine.Testing", "Tern.Microsoft365Simulator"],
        ["Tern.Reliability"] = ["Tern"],
        ["Tern.Demo"] = [],
        ["Tern.Mail.Endurance"] = ["Tern.Mail"],
        ["Tern.TokenCallers"] = ["Tern"],
        ["Tern.Mail.Scorecard"] = ["Tern.Mail"],
    };

    /// <summary>Packages that tie their project to a provider, a database or a framework, and the projects that exist to be tied to them.</summary>
    private static readonly (string Package, string[] Projects)[] Homes =
    [
        ("Duende.IdentityModel", ["Tern.MailEngine.Microsoft365"]),
        ("Microsoft.IdentityModel.", ["Tern.MailEngine.Microsoft365", "Tern.Microsoft365Simulator.Tests"]),
        ("MailKit", ["Tern.MailEngine.Imap", "Tern", "Tern.Tests", "Tern.MailEngine.Imap.Tests"]),
        ("Microsoft.Orleans.", ["Tern.MailEngine.Orleans", "Tern.MailEngine.Orleans.Tests"]),
        ("Microsoft.EntityFrameworkCore", ["Tern", "Tern.BrowserTests"]),
        ("Npgsql", ["Tern", "Tern.Tests", "Tern.BrowserTests", "Tern.Benchmarks"]),
        ("Microsoft.Graph", ["Tern.Microsoft365Simulator.Tests"]),
        ("Microsoft.Identity.Client", ["Tern.Microsoft365Simulator.Tests"]),
    ];

    private static readonly Dictionary<string, string[]> OnlyPackages = new()
    {
        ["Tern.Mail"] = ["MimeKit", "HtmlSanitizer", "AngleSharp"],
        ["Tern.MailEngine"] = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Diagnostics.Abstractions"],
    };

    private static IReadOnlyList<Project> Projects { get; } =
        [.. Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Select(f => new Project(f))];

    [Fact]
    public void Every_project_references_only_what_the_table_allows() =>
        Found.Nothing(
            from project in Projects
            where Allowed.ContainsKey(project.Name)
            from reference in project.References
            where !Allowed[project.Name].Contains(reference)
            select $"{project.File}: {reference}",
            "A project references one that it must not know (docs/architecture.md):");

    [Fact]
    public void Every_product_project_stands_in_the_table() =>
        Found.Nothing(
            Projects.Where(p => !p.IsTest && !p.IsBenchmark && !Allowed.ContainsKey(p.Name)).Select(p => p.File),
            "A project is not in the table of allowed references; decide what it may know and add it:");

    [Fact]
    public void Nothing_references_a_test_project() =>
        Found.Nothing(
            from project in Projects
            from reference in project.References
            where Projects.Any(p => p.Name == reference && (p.IsTest || p.IsBenchmark))
            select $"{project.File}: {reference}",
            "Tests and benchmarks are ends, nothing builds on them:");

    [Fact]
    public void The_demo_starts_processes_and_references_no_code() =>
        Found.Nothing(
            Projects.Where(p => p.Name == "Tern.Demo").SelectMany(p => p.LinkedReferences),
            "The demo builds the desk and the simulator and starts them; ReferenceOutputAssembly=\"false\" is missing for:");

    [Fact]
    public void Packages_with_a_home_are_referenced_only_there() =>
        Found.Nothing(
            from project in Projects
            from package in project.Packages
            from home in Homes
            where package.StartsWith(home.Package, StringComparison.Ordinal) && !home.Projects.Contains(project.Name)
                && !package.StartsWith("Microsoft.EntityFrameworkCore.InMemory", StringComparison.Ordinal)
            select $"{project.File}: {package} belongs to {string.Join(", ", home.Projects)}",
            "A package left its home:");

    [Fact]
    public void The_pure_libraries_reference_only_their_few_packages() =>
        Found.Nothing(
            from project in Projects
            where OnlyPackages.ContainsKey(project.Name)
            from package in project.Packages
            where !OnlyPackages[project.Name].Contains(package)
            select $"{project.File}: {package}",
            "Tern.Mail and Tern.MailEngine are libraries for strangers and carry as little as they can:");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Text("Tern.slnx");
        Found.Nothing(
            Projects.Where(p => !solution.Contains($"Path=\"{p.File}\"", StringComparison.Ordinal)).Select(p => p.File),
            "Tern.slnx does not build:");
    }

    [Fact]
    public void Every_product_assembly_is_looked_at_by_these_tests()
    {
        var looked = House.Assemblies.Select(a => a.GetName().Name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Found.Nothing(
            Projects.Where(p => !p.IsTest && !p.IsBenchmark && p.Name is not "Tern.Demo" and not "Tern.SimulatedYear" and not "Tern.Reliability" and not "Tern.Mail.Endurance" and not "Tern.TokenCallers" and not "Tern.Mail.Scorecard" && !looked.Contains(p.Name)).Select(p => p.File),
            "House.Assemblies leaves out:");
    }

    private sealed class Project
    {
        internal Project(string file)
        {
            File = file;
            Name = Path.GetFileNameWithoutExtension(file);
            var xml = XDocument.Load(Repository.FullPath(file));
            Packages = [.. xml.Descendants("PackageReference").Select(p => (string)p.Attribute("Include")!)];
            var references = xml.Descendants("ProjectReference").ToList();
            References = [.. references.Where(IsLinked).Select(ProjectName)];
            LinkedReferences = [.. references.Where(IsLinked).Select(r => $"{file}: {ProjectName(r)}")];
        }

        internal string File { get; }

        internal string Name { get; }

        internal bool IsTest => Name.EndsWith("Tests", StringComparison.Ordinal);

        internal bool IsBenchmark => Name == "Tern.Benchmarks";

        internal IReadOnlyList<string> Packages { get; }

        internal IReadOnlyList<string> References { get; }

        internal IReadOnlyList<string> LinkedReferences { get; }

        private static string ProjectName(XElement reference) =>
            Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'));

        private static bool IsLinked(XElement reference) => (string?)reference.Attribute("ReferenceOutputAssembly") != "false";
    }
}
