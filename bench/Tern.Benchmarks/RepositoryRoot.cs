namespace Tern.Benchmarks;

/// <summary>Finds the repository and what was built in it with the configuration of this program.</summary>
internal static class RepositoryRoot
{
    internal static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tern.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The benchmarks run from a build inside the repository.");
    }

    internal static string Executable(string root, string project, string name) =>
        Path.Combine(root, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, name);
}
