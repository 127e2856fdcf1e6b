using Microsoft.AspNetCore.Mvc;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>How far the application reaches: a mailbox that must be out of reach is really asked for, and really refused.</summary>
internal static class ScopeStep
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/scope", ShowAsync);
        mailboxes.MapPost("/connect/{id:guid}/scope", CheckAsync);
        mailboxes.MapPost("/connect/{id:guid}/scope/skip", SkipAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Scope, cancellationToken);
        return setup is null ? elsewhere! : Page(setup);
    }

    private static async Task<IResult> CheckAsync(Guid id, [FromForm] Form? form, Setups setups, SetupAccess access, MailboxChecks mailboxes, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Scope, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var forbidden = (form?.Forbidden ?? "").Trim();
        setup.Answers = setup.Answers with { ForbiddenAddress = forbidden };
        if (!MailboxConnection.IsAddress(forbidden))
        {
            return Page(setup, "AddressInvalid");
        }

        if (string.Equals(forbidden, setup.Answers.Address, StringComparison.OrdinalIgnoreCase))
        {
            return Page(setup, "ForbiddenIsOwn");
        }

        var opened = await access.OpenAsync(setup, cancellationToken);
        var line = opened.Problem ?? await mailboxes.ForbiddenAsync(opened.Connection!, forbidden, opened.Token!, cancellationToken);
        return await Wizard.CheckedAsync(setups, setup, SetupStep.Scope, [line], form?.Anyway == true, cancellationToken);
    }

    private static async Task<IResult> SkipAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Scope, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        setup.Answers = setup.Answers.Reopen(SetupStep.Scope).With(SetupStep.Scope, StepState.Skipped) with { ForbiddenAddress = null };
        await setups.SaveAsync(setup, cancellationToken);
        return SetupPath.Redirect(setup.Id, SetupStep.Import);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<ScopePage> Page(OpenSetup setup, params string[] problems) => Wizard.Page<ScopePage>(
        setup,
        SetupStep.Scope,
        problems,
        (nameof(ScopePage.Script), setup.Connection is { GrantKind: GrantKind.AppOnly } connection
            ? ScopeScript.Write(connection.ClientId, connection.Cloud, setup.Answers.Address ?? "", setup.Answers.ForbiddenAddress)
            : null));

    internal sealed record Form
    {
        public string? Forbidden { get; init; }

        public bool Anyway { get; init; }
    }
}
