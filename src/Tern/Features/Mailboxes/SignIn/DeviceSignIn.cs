using Microsoft.AspNetCore.Http.HttpResults;
using Tern.Data;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>Somebody signs in at another screen: a code is shown here, and it is looked at Microsoft's pace whether it was entered.</summary>
internal static class DeviceSignIn
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        Map(mailboxes, "/{id:guid}/device", (id, other) => SignInTarget.OfMailbox(id, other) with { ByDevice = true });
        Map(mailboxes, "/connect/{id:guid}/device", (id, other) => SignInTarget.OfSetup(id, other) with { ByDevice = true });
    }

    private static void Map(RouteGroupBuilder mailboxes, string path, Func<Guid, bool, SignInTarget> target)
    {
        mailboxes.MapGet(path, (Guid id, bool? other, Desk desk, HttpContext context, CancellationToken cancellationToken) => desk.ShowAsync(target(id, other == true), context, cancellationToken));
        mailboxes.MapPost(path, (Guid id, bool? other, Desk desk, HttpContext context, CancellationToken cancellationToken) => desk.BeginAsync(target(id, other == true), context, cancellationToken));
        mailboxes.MapPost($"{path}/look", (Guid id, bool? other, Desk desk, HttpContext context, CancellationToken cancellationToken) => desk.LookAsync(target(id, other == true), context, cancellationToken));
    }

    internal sealed class Desk(TernDbContext db, Setups setups, ConnectionReader reader, EntraDeviceSignIn entra, PendingSignIn pending, SignInCompletion completion)
    {
        internal async Task<IResult> ShowAsync(SignInTarget target, HttpContext context, CancellationToken cancellationToken) =>
            await SignInSubject.FindAsync(db, setups, target, cancellationToken) is { } subject ? Page(target, subject, pending.Look(context, target)) : TypedResults.NotFound();

        internal async Task<IResult> BeginAsync(SignInTarget target, HttpContext context, CancellationToken cancellationToken)
        {
            if (await SignInSubject.FindAsync(db, setups, target, cancellationToken) is not { } subject)
            {
                return TypedResults.NotFound();
            }

            try
            {
                pending.Remember(context.Response, target, await entra.BeginAsync(reader.Read(subject.Connection), cancellationToken));
                return TypedResults.Redirect(Here(target));
            }
            catch (MailboxException exception)
            {
                return SignInProblemPage.Of(new SignInRefusal(exception.Fault), target);
            }
        }

        internal async Task<IResult> LookAsync(SignInTarget target, HttpContext context, CancellationToken cancellationToken)
        {
            if (await SignInSubject.FindAsync(db, setups, target, cancellationToken) is not { } subject)
            {
                return TypedResults.NotFound();
            }

            if (pending.Look(context, target) is not { } code)
            {
                return Lead(context, Here(target));
            }

            try
            {
                var connection = reader.Read(subject.Connection);
                var (signedIn, next) = await entra.LookAsync(connection, code, cancellationToken);
                if (signedIn is null)
                {
                    return Wait(context, target, code, next);
                }

                pending.ForgetCode(context.Response);
                return await completion.AcceptAsync(target, subject, connection, signedIn, cancellationToken) is { } refusal
                    ? Refuse(context, refusal, target)
                    : Lead(context, SignInCompletion.AfterSignIn(target));
            }
            catch (MailboxException exception)
            {
                pending.ForgetCode(context.Response);
                return Refuse(context, new SignInRefusal(exception.Fault), target);
            }
        }

        private static string Query(SignInTarget target) => target.AllowsOther ? "?other=true" : "";

        private static string Here(SignInTarget target) => $"{target.Path}/device{Query(target)}";

        /// <summary>A page whose pace is not right any more is loaded anew.</summary>
        private IResult Wait(HttpContext context, SignInTarget target, DeviceCode code, DeviceCode next)
        {
            if (next != code)
            {
                pending.Remember(context.Response, target, next);
                return Lead(context, Here(target));
            }

            return context.Request.Headers.ContainsKey("HX-Request") ? TypedResults.NoContent() : TypedResults.Redirect(Here(target));
        }

        private static RazorComponentResult<DevicePage> Page(SignInTarget target, SignInSubject subject, DeviceCode? code) => new(new Dictionary<string, object?>
        {
            [nameof(DevicePage.Address)] = subject.Address,
            [nameof(DevicePage.Path)] = $"{target.Path}/device",
            [nameof(DevicePage.Query)] = Query(target),
            [nameof(DevicePage.Back)] = target.Back,
            [nameof(DevicePage.Code)] = code,
        });

        /// <summary>A script that only fetches a part of the page is told to go on as a whole.</summary>
        private static IResult Lead(HttpContext context, string path)
        {
            if (!context.Request.Headers.ContainsKey("HX-Request"))
            {
                return TypedResults.Redirect(path);
            }

            context.Response.Headers["HX-Redirect"] = path;
            return TypedResults.NoContent();
        }

        private static RazorComponentResult<SignInProblemPage> Refuse(HttpContext context, SignInRefusal refusal, SignInTarget target)
        {
            var page = SignInProblemPage.Of(refusal, target);
            if (context.Request.Headers.ContainsKey("HX-Request"))
            {
                context.Response.Headers["HX-Retarget"] = "body";
                context.Response.Headers["HX-Reswap"] = "innerHTML";
                page.StatusCode = StatusCodes.Status200OK; // a refused request is not put into the page
            }

            return page;
        }
    }
}
