using Microsoft.AspNetCore.Http.HttpResults;
using Tern.Data;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Where connecting a mailbox begins, and where one that was left is taken up again or given up.</summary>
internal static class StartConnecting
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect", ShowAsync);
        mailboxes.MapPost("/connect", BeginAsync);
        mailboxes.MapGet("/connect/{id:guid}", GoOnAsync);
        mailboxes.MapPost("/connect/{id:guid}/discard", DiscardAsync);
    }

    private static async Task<RazorComponentResult<StartPage>> ShowAsync(string? said, TernDbContext db, CancellationToken cancellationToken) => new(new Dictionary<string, object?>
    {
        [nameof(StartPage.Open)] = await UnfinishedSetup.AllAsync(db, cancellationToken),
        [nameof(StartPage.Said)] = said,
    });

    private static async Task<RedirectHttpResult> BeginAsync(Setups setups, CancellationToken cancellationToken) =>
        SetupPath.Redirect((await setups.BeginAsync(cancellationToken)).Id, SetupStep.Preflight);

    private static async Task<Results<RedirectHttpResult, NotFound>> GoOnAsync(Guid id, Setups setups, CancellationToken cancellationToken) =>
        await setups.FindAsync(id, cancellationToken) is { } setup ? SetupPath.Redirect(setup.Id, setup.Answers.Next) : TypedResults.NotFound();

    private static async Task<Results<RedirectHttpResult, NotFound>> DiscardAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        if (await setups.FindAsync(id, cancellationToken) is not { } setup)
        {
            return TypedResults.NotFound();
        }

        await setups.DiscardAsync(setup, cancellationToken);
        return TypedResults.Redirect($"{SetupPath.Start}?said=Discarded");
    }
}
