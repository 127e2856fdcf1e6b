using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;

namespace Tern.Features.Tickets.Files;

/// <summary>The mail exactly as it came, for whoever must look at its headers.</summary>
internal static class DownloadSource
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("/{number:long}/messages/{id:guid}/source", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, Guid id, TernDbContext db, BlobStore blobs, HttpResponse response, CancellationToken cancellationToken)
    {
        var message = new MessageId(id);
        var found = await db.Messages.AsNoTracking().Where(row => row.Id == message).Select(row => new { row.Raw, row.Position }).SingleOrDefaultAsync(cancellationToken);
        if (found?.Raw is not { } raw || !await db.HoldsAsync(number, message, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Stream(blobs.OpenRead(raw), "message/rfc822", $"ticket-{number}-{found.Position}.eml");
    }
}
