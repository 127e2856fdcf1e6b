using Microsoft.AspNetCore.Http.HttpResults;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;

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
            // The code is good once; who loads the page twice is told what became of it, and Microsoft is not asked again.
            return pending.Ended(context, state) is { } ended
                ? TypedResults.Redirect(SignInCompletion.AfterSignIn(ended, isAgain: true))
                : SignInProblemPage.Of(new SignInRefusal(new Fault(DeskFaults.SignInNotOurs, FaultClass.PersonMustSignIn, "")), target: null);
        }

        if (error is not null || code is null)
        {
            return SignInProblemPage.Of(new SignInRefusal(EntraSignIn.Refused(error ?? "", error_description)), taken.Target);
        }

        if (await completion.RedeemAsync(taken.Target, taken.Request, code, cancellationToken) is { } refusal)
        {
            return SignInProblemPage.Of(refusal, taken.Target);
        }

        pending.RememberEnd(context.Response, taken.Target, taken.Request.State);
        return TypedResults.Redirect(SignInCompletion.AfterSignIn(taken.Target));
    }
}
