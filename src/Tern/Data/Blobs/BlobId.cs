namespace Tern.Data.Blobs;

/// <summary>The name of a stored content: its SHA-256 in lower-case hex.</summary>
internal readonly record struct BlobId(string Value)
{
    public override string ToString() => Value;
}
