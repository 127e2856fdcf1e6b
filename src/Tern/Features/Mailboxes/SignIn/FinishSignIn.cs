using Microsoft.AspNetCore.Http.HttpResults;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>The browser comes back from Microsoft.</summary>
internal static class FinishSignIn
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/callback", ReturnAsync);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<SignInProblemPage>>> ReturnAsync(
        string? code,
        string? state,
        string? error,
        string? error_description,
        HttpContext context,
        PendingSignIn pending,
        SignInCompletion completion,
        CancellationToken cancellationToken)
    {
        if (pending.Take(context, state) is not { } taken)
        {
            return SignInProblemPage.Of("NotOurs", null, null);
        }

        if (error is not null || code is null)
        {
            return SignInProblemPage.Of(error == "access_denied" ? "Declined" : "Refused", taken.Mailbox, Shorten(error_description ?? error));
        }

        var refusal = await completion.RunAsync(taken.Mailbox, taken.Request, code, cancellationToken);
        return refusal is null
            ? MailboxPath.Redirect(taken.Mailbox, "SignedIn")
            : SignInProblemPage.Of(refusal.Problem, taken.Mailbox, refusal.Detail, refusal.SignedIn, refusal.Expected);
    }

    private static string? Shorten(string? text) => text?.Length > 400 ? text[..400] : text;
}
