using System.Text.RegularExpressions;

namespace Tern.ArchitectureTests;

/// <summary>The files of the repository as they lie on disk, without what builds and package managers leave there.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs = ["bin", "obj", "artifacts", "node_modules", "dist", "results", ".git", ".vs", ".idea", ".tern"];

    internal static string Root => Checkout.Root;

    /// <summary>Every file, as paths from the root with forward slashes.</summary>
    internal static IReadOnlyList<string> Files { get; } = [.. Walk(new DirectoryInfo(Root)).Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Every file that holds text; pictures, fonts and mails have their own makers and rules.</summary>
    internal static IEnumerable<string> Texts => Files.Where(f => !Text(f).Contains('\0'));

    /// <summary>What people wrote to be compiled or run: no migrations, which EF writes, and no lock files.</summary>
    internal static IEnumerable<string> Sources => Files.Where(f =>
        Regex.IsMatch(f, @"\.(cs|razor|ts|mjs|css|sh|html)$", RegexOptions.ExplicitCapture) && !f.Contains("/Migrations/", StringComparison.Ordinal));

    internal static IEnumerable<string> ProductSources => Sources.Where(f => !f.StartsWith("tests/", StringComparison.Ordinal));

    internal static string Text(string file) => File.ReadAllText(FullPath(file));

    internal static string[] Lines(string file) => File.ReadAllLines(FullPath(file));

    internal static string FullPath(string file) => Path.Combine(Root, file);

    /// <summary>Every line of <paramref name="files"/> that matches, as <c>file:line: text</c>.</summary>
    internal static string[] LinesMatching(IEnumerable<string> files, Regex pattern) =>
    [
        .. from file in files
           from line in Lines(file).Index()
           where pattern.IsMatch(line.Item)
           select $"{file}:{line.Index + 1}: {line.Item.Trim()}",
    ];

    private static IEnumerable<string> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(f => f.LinkTarget is null && !NotOurs.Contains(f.Name)).Select(f => f.FullName)
            .Concat(folder.EnumerateDirectories().Where(d => d.LinkTarget is null && !NotOurs.Contains(d.Name)).SelectMany(Walk));
}
