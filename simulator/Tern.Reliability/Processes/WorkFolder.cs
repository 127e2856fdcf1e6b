namespace Tern.Reliability.Processes;

/// <summary>Where data directories, mails and logs of one run lie; gone afterwards unless it was named.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly bool _isKept;

    internal WorkFolder(string? kept)
    {
        _isKept = kept is not null;
        FullPath = kept is null ? Directory.CreateTempSubdirectory("tern-work-").FullName : Directory.CreateDirectory(kept).FullName;
    }

    internal string FullPath { get; }

    internal string Combine(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        if (!_isKept)
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }
}
