using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
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

    private static async Task<RazorComponentResult<StartPage>> ShowAsync(TernDbContext db, CancellationToken cancellationToken)
    {
        var open = await db.MailboxSetups.AsNoTracking().Where(s => s.FinishedAt == null).OrderByDescending(s => s.TouchedAt).ToListAsync(cancellationToken);
        return new RazorComponentResult<StartPage>(new Dictionary<string, object?>
        {
            [nameof(StartPage.Open)] = open.Select(Line).ToList(),
        });
    }

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
        return TypedResults.Redirect(SetupPath.Start);
    }

    private static OpenLine Line(MailboxSetup setup)
    {
        var answers = SetupAnswers.Read(setup.Answers);
        return new OpenLine(setup.Id.Value, answers.Address, answers.Next, setup.TouchedAt);
    }
}

/// <summary>A mailbox that somebody began to connect.</summary>
public sealed record OpenLine(Guid Id, string? Address, SetupStep Step, DateTimeOffset TouchedAt);
