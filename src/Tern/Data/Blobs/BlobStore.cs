using System.Buffers;
using System.Security.Cryptography;
using Tern.Hosting;

namespace Tern.Data.Blobs;

/// <summary>
/// Raw mails and attachments, each stored once under the hash of its content, in the data directory and never under a web root.
/// A blob is written aside, flushed and renamed, so that a name never stands for half a content, whenever the process dies.
/// </summary>
internal sealed class BlobStore(DataDirectory directory, TimeProvider time)
{
    private const int BufferSize = 81_920;
    private const int FetchedBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan LeftOver = TimeSpan.FromDays(1);
    private readonly string _root = directory.Combine("blobs");
    private int _isSwept;

    /// <summary>Stores what is known by its hash already; where it lies here, it is not even opened.</summary>
    internal async Task<BlobId> StoreAsync(string sha256, Func<Stream> open, CancellationToken cancellationToken)
    {
        var id = new BlobId(sha256);
        if (File.Exists(PathOf(id)))
        {
            return id;
        }

        await using var content = open();
        return await StoreAsync(content, cancellationToken);
    }

    internal async Task<BlobId> StoreAsync(Stream content, CancellationToken cancellationToken)
    {
        var aside = NewAside();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var file = Create(aside);
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var id = new BlobId(Convert.ToHexStringLower(hash.GetHashAndReset()));
        Publish(aside, id);
        return id;
    }

    /// <exception cref="FileNotFoundException">The blob is not there: the database and the data directory do not belong together.</exception>
    internal FileStream OpenRead(BlobId id) =>
        new(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 4096, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>For reading from beginning to end: what is not large is fetched into memory, which is given back when the stream is disposed.</summary>
    /// <exception cref="FileNotFoundException">As of <see cref="OpenRead"/>.</exception>
    internal async Task<Stream> FetchAsync(BlobId id, CancellationToken cancellationToken)
    {
        var file = OpenRead(id);
        if (file.Length > FetchedBytes)
        {
            return file;
        }

        await using (file)
        {
            var length = (int)file.Length;
            var rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
            try
            {
                await file.ReadExactlyAsync(rented.AsMemory(0, length), cancellationToken);
                return new RentedStream(rented, length);
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(rented);
                throw;
            }
        }
    }

    internal bool Exists(BlobId id) => File.Exists(PathOf(id));

    internal long SizeOf(BlobId id) => new FileInfo(PathOf(id)).Length;

    // No buffer of its own: what is written comes in large pieces already.
    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);

    private string NewAside()
    {
        var folder = Path.Combine(_root, "incoming");
        Directory.CreateDirectory(folder);
        if (Interlocked.Exchange(ref _isSwept, 1) == 0)
        {
            Sweep(folder);
        }

        return Path.Combine(folder, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
    }

    /// <summary>What a process that was killed had begun to write; nobody writes on one blob for a day.</summary>
    private void Sweep(string folder)
    {
        var old = (time.GetUtcNow() - LeftOver).UtcDateTime;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < old))
        {
            file.Delete();
        }
    }

    private void Publish(string aside, BlobId id)
    {
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Two writers of one content meet here; either file is the right one.
        File.Move(aside, path, overwrite: true);
    }

    private string PathOf(BlobId id) => Path.Combine(_root, id.Value[..2], id.Value[2..]);

    private sealed class RentedStream(byte[] rented, int length) : MemoryStream(rented, 0, length, writable: false, publiclyVisible: true)
    {
        private byte[]? _rented = rented;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Interlocked.Exchange(ref _rented, null) is { } array)
            {
                ArrayPool<byte>.Shared.Return(array);
            }
        }
    }
}
