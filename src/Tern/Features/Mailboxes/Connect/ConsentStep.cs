using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tern.MailEngine.Errors;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>The tenant allows it: an administrator consents, here or by a link that is sent on; or the person who has the mailbox signs in.</summary>
internal static class ConsentStep
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/consent", ShowAsync);
        mailboxes.MapGet("/connect/{id:guid}/consent/status", StatusAsync);
        mailboxes.MapPost("/connect/{id:guid}/consent", CheckAsync);
        mailboxes.MapPost("/connect/{id:guid}/consent/ask", AskAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, ConsentRequests requests, ConsentCheck check, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Consent, cancellationToken);
        if (setup is not { Connection: { } connection })
        {
            return elsewhere ?? TypedResults.NotFound();
        }

        // The first link is there when the page is; a further one takes a press of the button.
        if (connection.ConsentAskedAt is null)
        {
            requests.Ask(connection, from: null);
            await setups.SaveAsync(setup, cancellationToken);
        }

        if (await check.FollowAsync(setup, cancellationToken))
        {
            await setups.SaveAsync(setup, cancellationToken);
        }

        return Wizard.Page<ConsentPage>(setup, SetupStep.Consent, problems: null, (nameof(ConsentPage.Model), Model(setup, requests)));
    }

    /// <summary>Asked every few seconds while somebody else is expected to answer; the page is loaded anew once that happened.</summary>
    private static async Task<IResult> StatusAsync(Guid id, Setups setups, ConsentRequests requests, HttpResponse response, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Consent, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var model = Model(setup, requests);
        if (model.AnsweredAt is not null)
        {
            response.Headers["HX-Refresh"] = "true";
        }

        return new RazorComponentResult<ConsentStatus>(new Dictionary<string, object?> { [nameof(ConsentStatus.Model)] = model, [nameof(ConsentStatus.View)] = Wizard.View(setup, SetupStep.Consent) });
    }

    private static async Task<IResult> AskAsync(Guid id, Setups setups, ConsentRequests requests, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Consent, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        if (setup.Connection is { } connection)
        {
            requests.Ask(connection, from: null);
            await setups.SaveAsync(setup, cancellationToken);
        }

        return SetupPath.Redirect(setup.Id, SetupStep.Consent);
    }

    private static async Task<IResult> CheckAsync(Guid id, [FromForm] Form? form, Setups setups, ConsentCheck check, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Consent, cancellationToken);
        if (setup is not { Connection: not null })
        {
            return elsewhere ?? TypedResults.NotFound();
        }

        await check.RunAsync(setup, form?.Anyway == true, cancellationToken);
        await setups.SaveAsync(setup, cancellationToken);
        return Wizard.Lead(setup, SetupStep.Consent, form?.Anyway == true);
    }

    private static ConsentModel Model(OpenSetup setup, ConsentRequests requests)
    {
        var connection = setup.Connection!;
        string? link;
        try
        {
            link = requests.LinkOf(connection)?.AbsoluteUri;
        }
        catch (MailboxAuthenticationException)
        {
            link = null; // a lost key ring, which the check names
        }

        return new ConsentModel
        {
            Link = link,
            AskedAt = connection.ConsentAskedAt,
            AnsweredAt = connection.ConsentAnsweredAt,
            Problem = connection.ConsentProblem,
            Permissions = NeededPermissions.ForMail(connection.GrantKind, connection.IsShared),
            SignedInAs = setup.Grant?.SignedInUserName,
            SignedInObjectId = setup.Grant?.SignedInObjectId,
        };
    }

    internal sealed record Form
    {
        public bool Anyway { get; init; }
    }
}

/// <summary>How it stands with the consent.</summary>
public sealed record ConsentModel
{
    public string? Link { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public string? Problem { get; init; }

    public required IReadOnlyList<string> Permissions { get; init; }

    public string? SignedInAs { get; init; }

    public string? SignedInObjectId { get; init; }
}
