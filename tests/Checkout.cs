namespace Tern;

/// <summary>Where this repository lies; compiled into every test project, which all run from a build below it.</summary>
internal static class Checkout
{
    internal static string Root { get; } = Find();

    /// <summary>A file or folder of it, by a path with forward slashes.</summary>
    internal static string At(string path) => Path.GetFullPath(Path.Combine(Root, path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tern.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("There is no Tern.slnx above this program: run it from a build inside the repository.");
    }
}
