using System.Text.Json;

namespace Tern.Microsoft365Simulator.State;

/// <summary>Keeps the whole state in one file. It is written beside and moved over, so that a kill leaves the old or the new one.</summary>
internal sealed class StateFile(string path) : IDisposable
{
    private const int WriteSize = 1024 * 1024;
    private readonly Lock _writing = new();
    private long _savedVersion = -1;

    private FileStream? _lock;

    /// <summary>Keeps other processes away from the file until this one ends.</summary>
    /// <returns>False when another process has it.</returns>
    internal bool Take()
    {
        try
        {
            _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (IOException) when (Directory.Exists(Path.GetDirectoryName(path)))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    /// <returns>False when there is no file yet.</returns>
    internal bool Load(World world)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        var state = JsonSerializer.Deserialize<SimulatorState>(stream, JsonText.Options)
            ?? throw new InvalidDataException($"{path} holds no state.");
        StateUpgrade.Apply(state);
        lock (world.Gate)
        {
            world.Replace(state);
            _savedVersion = world.Version;
        }

        return true;
    }

    /// <summary>Writes the state when it has changed since the last time.</summary>
    internal void Save(World world)
    {
        lock (_writing)
        {
            lock (world.Gate)
            {
                if (world.Version == _savedVersion)
                {
                    return;
                }
            }

            var beside = path + ".new";
            long version;
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.Read, WriteSize))
            {
                lock (world.Gate)
                {
                    version = world.Version;
                    world.State.RandomPosition = world.Random.Position;
                    world.State.Clock = world.Clock.Save();

                    // Straight into the file: a tenant may be larger than any array.
                    JsonSerializer.Serialize(stream, world.State, JsonText.Options);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);

            // Only now: what could not be written is tried again.
            _savedVersion = version;
        }
    }
}
