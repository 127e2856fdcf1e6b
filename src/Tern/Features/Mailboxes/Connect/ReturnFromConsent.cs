using Microsoft.AspNetCore.Http.HttpResults;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>An administrator of the tenant comes back from Microsoft's page. Often somebody who has no account here; the state is what proves the request.</summary>
internal static class ReturnFromConsent
{
    private const int LongestProblem = 300;

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/consent", ReturnAsync).AllowAnonymous();

    private static async Task<RazorComponentResult<ConsentReturnPage>> ReturnAsync(
        string? admin_consent, string? tenant, string? state, string? error, string? error_description, ConsentRequests requests, CancellationToken cancellationToken)
    {
        var isGiven = error is null && string.Equals(admin_consent, "true", StringComparison.OrdinalIgnoreCase);
        var problem = isGiven ? null : Shorten(error_description ?? error ?? "no answer");
        var isKnown = await requests.AnswerAsync(state, tenant, problem, cancellationToken);
        return new RazorComponentResult<ConsentReturnPage>(new Dictionary<string, object?>
        {
            [nameof(ConsentReturnPage.Outcome)] = !isKnown ? "Unknown" : isGiven ? "Given" : "Refused",
            [nameof(ConsentReturnPage.Problem)] = isKnown ? problem : null,
        })
        {
            StatusCode = isKnown ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static string Shorten(string text) => text.Length > LongestProblem ? text[..LongestProblem] : text;
}
