using Microsoft.AspNetCore.Mvc;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>The mailbox itself: is it there, does it have what it needs, and what may be done with it, one right after the other.</summary>
internal static class MailboxStep
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/mailbox", ShowAsync);
        mailboxes.MapPost("/connect/{id:guid}/mailbox", CheckAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Mailbox, cancellationToken);
        return setup is null ? elsewhere! : Wizard.Page<MailboxStepPage>(setup, SetupStep.Mailbox);
    }

    private static async Task<IResult> CheckAsync(
        Guid id, [FromForm] Form? form, Setups setups, MailboxRegistry registry, SetupAccess access, MailboxChecks mailboxes, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Mailbox, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        form ??= new Form(); // none of its fields came
        var address = (form.Address ?? setup.Answers.Address ?? "").Trim();
        var isOther = !string.Equals(address, setup.Answers.Address, StringComparison.OrdinalIgnoreCase);
        setup.Answers = setup.Answers with { Address = address, DisplayName = form.DisplayName?.Trim(), SenderAddress = string.IsNullOrWhiteSpace(form.Sender) ? null : form.Sender.Trim() };
        setup.Taken = await registry.FindAsync(address, cancellationToken);
        var problem = !MailboxConnection.IsAddress(address) ? "AddressInvalid"
            : setup.Taken is not null ? "AddressTaken"
            : setup.Answers.SenderAddress is { } sender && !MailboxConnection.IsAddress(sender) ? "AddressInvalid"
            : null;
        if (problem is not null)
        {
            return Wizard.Page<MailboxStepPage>(setup, SetupStep.Mailbox, [problem]);
        }

        if (isOther)
        {
            setup.Answers = setup.Answers.Reopen(SetupStep.Scope, SetupStep.Import) with { Preview = null, Aliases = [] };
        }

        var lines = await LinesAsync(setup, address, access, mailboxes, cancellationToken);
        return await Wizard.CheckedAsync(setups, setup, SetupStep.Mailbox, lines, form.Anyway, cancellationToken);
    }

    private static async Task<IReadOnlyList<CheckLine>> LinesAsync(OpenSetup setup, string address, SetupAccess access, MailboxChecks mailboxes, CancellationToken cancellationToken)
    {
        var opened = await access.OpenAsync(setup, isNew: false, cancellationToken);
        if (opened.Problem is { } problem)
        {
            return [problem with { Name = "token" }];
        }

        var granted = await access.PermissionsAsync(opened.Connection!, cancellationToken);
        var finding = await mailboxes.RunAsync(opened.Connection!, address, "inbox", opened.Token!, granted, cancellationToken);
        if (finding.Profile is { Mail: { } primary } profile)
        {
            setup.Answers = setup.Answers with { Aliases = [primary, .. profile.Addresses.Where(a => !string.Equals(a, primary, StringComparison.OrdinalIgnoreCase))] };
        }

        return finding.Lines;
    }

    internal sealed record Form
    {
        public string? Address { get; init; }

        public string? DisplayName { get; init; }

        /// <summary>The address that mail leaves under; empty for the mailbox's own.</summary>
        public string? Sender { get; init; }

        public bool Anyway { get; init; }
    }
}
