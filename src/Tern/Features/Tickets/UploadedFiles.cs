using Tern.Data.Blobs;

namespace Tern.Features.Tickets;

/// <summary>Puts what a browser uploads into the blob store.</summary>
internal sealed class UploadedFiles(BlobStore blobs)
{
    private const int MaxNameLength = 200;

    internal async Task<IReadOnlyList<StoredFile>> StoreAsync(IFormFileCollection files, CancellationToken cancellationToken)
    {
        var stored = new List<StoredFile>(files.Count);
        foreach (var file in files.Where(file => file.FileName.Length > 0))
        {
            await using var content = file.OpenReadStream();
            var blob = await blobs.StoreAsync(content, cancellationToken);
            stored.Add(new StoredFile(CleanName(file.FileName), string.IsNullOrWhiteSpace(file.ContentType) ? "application/octet-stream" : file.ContentType, file.Length, blob, null, IsInline: false));
        }

        return stored;
    }

    // Some browsers send a path; control characters have no place in a header.
    private static string CleanName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = string.Concat(last.Where(letter => !char.IsControl(letter))).Trim();
        return clean.Length switch
        {
            0 => "file",
            > MaxNameLength => clean[..MaxNameLength],
            _ => clean,
        };
    }
}
