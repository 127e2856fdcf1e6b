using Microsoft.AspNetCore.Http.HttpResults;

namespace Tern.Features.Mailboxes.Causes;

/// <summary>All causes on one page, to be searched with the browser's own means; every code is an anchor.</summary>
internal static class ListCauses
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/causes", () => new RazorComponentResult<CausesPage>());
}
