using System.Collections.Concurrent;

namespace Tern.Hosting;

/// <summary>The one folder that holds everything Tern keeps on disk. Server and commands use the same one, whatever HOME or user they run with.</summary>
internal sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Folders that this process has looked through. Never twice: closing a file drops every lock that the process holds on it, also those of SQLite, and another process
    /// that then closes the database takes itself for the last one and removes the journal that we go on writing to (SQLite: How To Corrupt, §2.2).
    /// </summary>
    private static readonly ConcurrentDictionary<string, bool> Proven = [];

    private DataDirectory(string path) => FullPath = path;

    internal string FullPath { get; }

    internal bool Exists => Directory.Exists(FullPath);

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

    /// <summary>Opens the folder, making it when it is missing, and proves, once in a process, that this user can read and write it.</summary>
    /// <param name="path">The folder; null takes TERN_DATA, then the default of the platform.</param>
    /// <exception cref="DataDirectoryException">It cannot be used; the message says which folder, which user, and what to do.</exception>
    internal static DataDirectory Open(string? path)
    {
        var directory = Locate(path);
        try
        {
            if (!directory.Exists)
            {
                Make(directory.FullPath);
            }

            if (!Proven.ContainsKey(directory.FullPath))
            {
                ProveAccess(directory.FullPath);
                foreach (var folder in Directory.EnumerateDirectories(directory.FullPath))
                {
                    ProveAccess(folder);
                }

                Proven[directory.FullPath] = true;
            }

            return directory;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DataDirectoryException(
                $"The data directory {directory.FullPath} cannot be used by the user \"{Environment.UserName}\": {exception.Message}",
                "Give this user read and write access to it, run the command as the user that runs the server, or name another directory with --data DIR or TERN_DATA.",
                exception);
        }
    }

    /// <summary>Names the folder without making or touching it.</summary>
    /// <param name="path">As for <see cref="Open"/>.</param>
    internal static DataDirectory Locate(string? path)
    {
        var chosen = path ?? Environment.GetEnvironmentVariable("TERN_DATA");
        return new DataDirectory(Path.GetFullPath(string.IsNullOrWhiteSpace(chosen) ? Default : chosen));
    }

    /// <summary>What others than the owner may do here, as a sentence with the remedy; null where they may do nothing.</summary>
    internal string? OpenToOthers()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var mode = File.GetUnixFileMode(FullPath);
        return (mode & ~OwnerOnly) == UnixFileMode.None
            ? null
            : $"Others than its owner may look into it (mode {Convert.ToString((int)mode, 8)}), and all mail and the keys lie there. Run: chmod 700 {FullPath}";
    }

    internal string Combine(string name) => Path.Combine(FullPath, name);

    /// <summary>Opens what lies in a folder, and writes to it, so that a wrong owner is told of by the name of the very file.</summary>
    private static void ProveAccess(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            // Settings and keys are only read here; what the database and the locks are made of is written as well.
            var access = Path.GetExtension(file) is ".json" or ".xml" ? FileAccess.Read : FileAccess.ReadWrite;
            try
            {
                File.OpenHandle(file, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete).Dispose();
            }
            catch (FileNotFoundException)
            {
                // Gone since it was listed: a running server's probe, or a journal of its database.
            }
        }

        var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
    }

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
