using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;
using Tern.MailEngine;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>
/// An administrator of the tenant comes back from Microsoft's page. Often somebody who has no account here, and is thanked; the state is what proves the request.
/// An administrator of this desk goes back to where it was asked.
/// </summary>
internal static class ReturnFromConsent
{
    private const int LongestProblem = 300;

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/consent", ReturnAsync).AllowAnonymous();

    private static async Task<IResult> ReturnAsync(
        string? admin_consent, string? tenant, string? state, string? error, string? error_description, HttpContext context, ConsentRequests requests, Askers askers, IAuthorizationService authorization, CancellationToken cancellationToken)
    {
        var isGiven = error is null && string.Equals(admin_consent, "true", StringComparison.OrdinalIgnoreCase);
        var problem = isGiven ? null : Shorten(error_description ?? error ?? "no answer");
        var asked = await requests.AnswerAsync(state, tenant, problem, cancellationToken);
        var isOurs = (await authorization.AuthorizeAsync(context.User, Permissions.Administrator)).Succeeded;
        if (asked is not null && await askers.TellAsync(asked, cancellationToken) is { } back && isOurs)
        {
            return TypedResults.Redirect(back);
        }

        // Given in another tenant is not given.
        problem = asked is null ? null : asked.Connection.ConsentProblem;
        return new RazorComponentResult<ConsentReturnPage>(new Dictionary<string, object?>
        {
            [nameof(ConsentReturnPage.Outcome)] = asked is null ? "Unknown" : problem is null ? "Given" : "Refused",
            [nameof(ConsentReturnPage.Problem)] = problem,
            [nameof(ConsentReturnPage.IsAdministrator)] = isOurs,
        })
        {
            StatusCode = asked is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
        };
    }

    private static string Shorten(string text) => text.Length > LongestProblem ? text[..LongestProblem] : text;

    /// <summary>Whoever waits for a consent: a mailbox that works with the connection, or one that is being connected.</summary>
    internal sealed class Askers(TernDbContext db, ConnectionReader reader, TokenKeeper tokens, GrantWriting grants)
    {
        /// <summary>Mailboxes that were refused look again at once.</summary>
        /// <returns>The page on which it was asked; null where that is gone.</returns>
        internal async Task<string?> TellAsync(ConsentAsked asked, CancellationToken cancellationToken)
        {
            var connection = asked.Connection.Id;
            var mailboxes = await db.Mailboxes.Where(m => m.ConnectionId == connection).OrderBy(m => m.AddressNormalized).Select(m => m.Id).ToListAsync(cancellationToken);
            var isGiven = asked.Connection.ConsentProblem is null;
            if (isGiven)
            {
                tokens.LookAgain(reader.Read(asked.Connection)); // what was refused without consent is not remembered any longer
                mailboxes.ForEach(grants.Ring);
            }

            var setup = await db.MailboxSetups
                .Where(s => s.ConnectionId == connection && s.MailboxId == null)
                .OrderByDescending(s => s.TouchedAt)
                .Select(s => (MailboxSetupId?)s.Id)
                .FirstOrDefaultAsync(cancellationToken);
            return asked.From is { } from && mailboxes.Contains(from) ? Of(from, isGiven)
                : setup is { } open ? SetupPath.Of(open, SetupStep.Consent)
                : mailboxes is [var first, ..] ? Of(first, isGiven)
                : null;
        }

        private static string Of(MailboxId mailbox, bool isGiven) => isGiven ? MailboxPath.Of(mailbox, "ConsentGiven") : $"{MailboxPath.Of(mailbox)}#consent";
    }
}
