using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tern.Data.Blobs;

internal sealed class BlobIdConverter() : ValueConverter<BlobId, string>(id => id.Value, value => new BlobId(value));
