using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets.Undeliverable;

/// <summary>An agent knows that an address works again: whoever writes there is warned no more. What came back stays told at its message.</summary>
internal static class ClearUndeliverable
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/undeliverable/clear", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, string? view, [FromForm] Form form, TernDbContext db, ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        var address = (form.Address ?? "").Trim().ToLowerInvariant();
        if (await db.UndeliverableAddresses.Where(row => row.AddressNormalized == address).ExecuteDeleteAsync(cancellationToken) > 0)
        {
            Log.AddressCleared(logger, number);
        }

        return new ChangedResult(number, view);
    }

    internal sealed record Form
    {
        public string? Address { get; init; }
    }
}
