using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;

namespace Tern.Features.Tickets.Files;

/// <summary>A picture that the HTML of a mail shows by its Content-ID. Only kinds that a browser merely draws are shown.</summary>
internal static class ShowPicture
{
    private static readonly HashSet<string> Drawn = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif"];

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("/{number:long}/messages/{id:guid}/pictures/{contentId}", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, Guid id, string contentId, TernDbContext db, BlobStore blobs, HttpResponse response, CancellationToken cancellationToken)
    {
        var message = new MessageId(id);
        var file = await db.Attachments.AsNoTracking()
            .Where(file => file.MessageId == message && file.ContentId == contentId)
            .OrderBy(file => file.Id)
            .Select(file => new { file.Blob, file.ContentType })
            .FirstOrDefaultAsync(cancellationToken);
        if (file is null || !Drawn.Contains(file.ContentType) || !await db.HoldsAsync(number, message, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, max-age=86400, immutable";
        return TypedResults.Stream(blobs.OpenRead(file.Blob), file.ContentType);
    }
}
