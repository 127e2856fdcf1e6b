namespace Tern.Hosting;

/// <summary>The one folder that holds everything Tern keeps on disk. Server and commands use the same one, whatever HOME or user they run with.</summary>
internal sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataDirectory(string path) => FullPath = path;

    internal string FullPath { get; }

    internal static string Default
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Tern");
            }

            return OperatingSystem.IsMacOS() ? "/usr/local/var/tern" : "/var/lib/tern";
        }
    }

    /// <summary>Opens the folder, making it when it is missing, and proves that this user can read and write it.</summary>
    /// <param name="path">The folder; null takes TERN_DATA, then the default of the platform.</param>
    /// <exception cref="DataDirectoryException">It cannot be used; the message says which folder, which user, and what to do.</exception>
    internal static DataDirectory Open(string? path)
    {
        var chosen = path ?? Environment.GetEnvironmentVariable("TERN_DATA");
        var full = Path.GetFullPath(string.IsNullOrWhiteSpace(chosen) ? Default : chosen);
        try
        {
            if (!Directory.Exists(full))
            {
                Make(full);
            }

            Directory.EnumerateFileSystemEntries(full).GetEnumerator().Dispose();
            var probe = Path.Combine(full, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new DataDirectory(full);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataDirectoryException(
                $"The data directory {full} cannot be used by the user \"{Environment.UserName}\": {exception.Message} " +
                "Give this user read and write access to it, run the command as the user that runs the server, or name another directory with --data or TERN_DATA.",
                exception);
        }
    }

    internal string Combine(string name) => Path.Combine(FullPath, name);

    private static void Make(string full)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
        }
        else
        {
            Directory.CreateDirectory(full, OwnerOnly);
        }
    }
}
