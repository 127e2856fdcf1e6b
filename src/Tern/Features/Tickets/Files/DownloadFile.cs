using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;

namespace Tern.Features.Tickets.Files;

/// <summary>A file of a message, always to be saved and never to be shown: it comes from a stranger.</summary>
internal static class DownloadFile
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("/{number:long}/messages/{id:guid}/files/{file:guid}", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, Guid id, Guid file, TernDbContext db, BlobStore blobs, HttpResponse response, CancellationToken cancellationToken)
    {
        var message = new MessageId(id);
        var wanted = new AttachmentId(file);
        var found = await db.Attachments.AsNoTracking()
            .Where(row => row.Id == wanted && row.MessageId == message)
            .Select(row => new { row.Blob, row.Name })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || !await db.HoldsAsync(number, message, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Stream(blobs.OpenRead(found.Blob), "application/octet-stream", found.Name);
    }
}
