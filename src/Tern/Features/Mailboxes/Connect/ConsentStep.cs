using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

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

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, ConsentRequests requests, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Consent, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        // The first link is there when the page is; a further one takes a press of the button.
        if (setup.Connection is { ConsentAskedAt: null } connection)
        {
            requests.Ask(connection);
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
            requests.Ask(connection);
            await setups.SaveAsync(setup, cancellationToken);
        }

        return SetupPath.Redirect(setup.Id, SetupStep.Consent);
    }

    private static async Task<IResult> CheckAsync(
        Guid id, [FromForm] Form? form, Setups setups, ConnectionReader reader, ConnectionChecks connections, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Consent, cancellationToken);
        return setup is not { Connection: { } connection }
            ? elsewhere ?? TypedResults.NotFound()
            : await Wizard.CheckedAsync(setups, setup, SetupStep.Consent, await LinesAsync(connection, setup.Grant, reader, connections, cancellationToken), form?.Anyway == true, cancellationToken);
    }

    private static async Task<IReadOnlyList<CheckLine>> LinesAsync(
        Connection connection, Grant? grant, ConnectionReader reader, ConnectionChecks connections, CancellationToken cancellationToken)
    {
        if (connection.GrantKind == GrantKind.Delegated && grant?.ProtectedRefreshToken is null)
        {
            return [CheckLine.Failed("sign-in", "NobodySignedIn")];
        }

        try
        {
            // Rights that were granted a minute ago are in new tokens only.
            var settings = reader.Read(connection);
            var (line, token) = await connections.TokenAsync(settings, isNew: connection.GrantKind == GrantKind.AppOnly, cancellationToken);
            var first = connection.GrantKind == GrantKind.AppOnly ? line : line.Result == CheckResult.Ok ? CheckLine.Ok("sign-in", "SignedInAs", grant?.SignedInUserName ?? "", grant?.SignedInObjectId ?? "") : line with { Name = "sign-in" };
            return token is null
                ? [first, CheckLine.Skipped("permissions", "AfterFailed")]
                : [first, ConnectionChecks.Permissions(settings, await connections.PermissionsAsync(settings, cancellationToken), none: connection.GrantKind == GrantKind.AppOnly ? CheckResult.Failed : CheckResult.Warning)];
        }
        catch (MailboxException unreadable)
        {
            return [CheckLine.Of("token", unreadable.Fault)];
        }
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
