namespace Tern.Features.Tickets;

/// <summary>
/// Pictures in what an agent writes: the composer is plain text, and an uploaded picture whose name stands there in square brackets, "[roof.png]", is shown in that
/// place. What is no picture that mail programs show stays a file.
/// </summary>
internal static class InlinePictures
{
    private const int MaxPictures = 50;
    private static readonly HashSet<string> Shown = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];

    internal static IReadOnlyList<StoredFile> Place(string? text, IReadOnlyList<StoredFile> files)
    {
        var placed = new List<StoredFile>(files.Count);
        var names = new HashSet<string>();
        foreach (var file in files)
        {
            var isShown = names.Count < MaxPictures && Shown.Contains(file.ContentType.ToLowerInvariant()) && text?.Contains($"[{file.Name}]", StringComparison.Ordinal) == true && names.Add(file.Name);
            placed.Add(isShown ? file with { IsInline = true, ContentId = $"picture{names.Count}.{file.Blob.Value[..16]}@inline" } : file);
        }

        return placed;
    }
}
