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
        mailboxes.MapGet($"/connect/{{id:guid}}/scope/{ScopeScript.FileName}", ScriptAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, RegistrationReach reach, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Scope, cancellationToken);
        return setup is null ? elsewhere! : await PageAsync(setup, reach, problem: null, cancellationToken);
    }

    private static async Task<IResult> ScriptAsync(Guid id, Setups setups, RegistrationReach reach, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Scope, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        return await NarrowingAsync(setup, reach, cancellationToken) is { } narrowing ? ScopeScript.Download(narrowing) : TypedResults.NotFound();
    }

    private static async Task<IResult> CheckAsync(
        Guid id, [FromForm] Form? form, Setups setups, SetupAccess access, MailboxChecks mailboxes, RegistrationReach reach, CancellationToken cancellationToken)
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
            return await PageAsync(setup, reach, "AddressInvalid", cancellationToken);
        }

        if (string.Equals(forbidden, setup.Answers.Address, StringComparison.OrdinalIgnoreCase))
        {
            return await PageAsync(setup, reach, "ForbiddenIsOwn", cancellationToken);
        }

        // Rights stand in the token: one that was issued before the script ran still has what the script took away.
        setup.Connection!.ForbiddenAddress = forbidden; // looked at again whenever the mailbox is verified
        var opened = await access.OpenAsync(setup, isNew: true, cancellationToken);
        var line = opened.Problem ?? await mailboxes.ForbiddenAsync(opened.Connection!, setup.Answers.Address!, "inbox", forbidden, opened.Token!, cancellationToken);
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

    private static async Task<IResult> PageAsync(OpenSetup setup, RegistrationReach reach, string? problem, CancellationToken cancellationToken) => Wizard.Page<ScopePage>(
        setup,
        SetupStep.Scope,
        problem is null ? null : [problem],
        (nameof(ScopePage.Narrowing), await NarrowingAsync(setup, reach, cancellationToken)));

    /// <returns>Null where a person signs in: then the person's own rights are the scope.</returns>
    private static async Task<ScopeNarrowing?> NarrowingAsync(OpenSetup setup, RegistrationReach reach, CancellationToken cancellationToken)
    {
        return setup.Connection is { GrantKind: GrantKind.AppOnly } connection
            ? await reach.NarrowAsync(connection, setup.Answers.TenantId, setup.Answers.Address ?? "", setup.Answers.ForbiddenAddress, cancellationToken)
            : null;
    }

    internal sealed record Form
    {
        public string? Forbidden { get; init; }

        public bool Anyway { get; init; }
    }
}
