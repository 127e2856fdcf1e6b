using Microsoft.Extensions.Time.Testing;
using Tern.Data.Blobs;
using Tern.Hosting;

namespace Tern.Tests.Data;

public sealed class BlobStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tern-blobs").FullName;

    [Fact]
    public async Task What_a_killed_process_left_half_written_goes_after_a_day_and_what_another_is_writing_stays()
    {
        var data = DataDirectory.Open(_folder);
        var incoming = Directory.CreateDirectory(data.Combine("blobs/incoming")).FullName;
        var (left, beingWritten) = (Path.Combine(incoming, "left"), Path.Combine(incoming, "being-written"));
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await File.WriteAllTextAsync(left, "half a ma", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(beingWritten, "half a ma", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(left, time.GetUtcNow().AddHours(-25).UtcDateTime);

        var id = await new BlobStore(data, time).StoreAsync(new MemoryStream("a mail"u8.ToArray()), TestContext.Current.CancellationToken);

        Assert.True(new BlobStore(data, time).Exists(id));
        Assert.Equal([beingWritten], Directory.GetFiles(incoming));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
