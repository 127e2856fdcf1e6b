using Microsoft.AspNetCore.Mvc;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Which mailbox, and three questions that say how Tern is best let in.</summary>
internal static class WayStep
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/way", ShowAsync);
        mailboxes.MapPost("/connect/{id:guid}/way", ChooseAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Way, cancellationToken);
        return setup is null ? elsewhere! : Wizard.Page<WayPage>(setup, SetupStep.Way);
    }

    private static async Task<IResult> ChooseAsync(Guid id, [FromForm] Form? form, Setups setups, MailboxRegistry registry, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Way, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        form ??= new Form(); // none of its fields came
        var before = setup.Answers;
        var address = (form.Address ?? "").Trim();
        var asked = before with { Address = address, IsShared = form.Shared, HasAdministrator = form.Administrator, ComesBack = form.ComesBack };
        setup.Answers = asked with { Way = form.Way ?? Recommended(asked) };
        if (!MailboxConnection.IsAddress(address))
        {
            return Wizard.Page<WayPage>(setup, SetupStep.Way, ["AddressInvalid"]);
        }

        setup.Taken = await registry.FindAsync(address, cancellationToken);
        if (setup.Taken is not null)
        {
            return Wizard.Page<WayPage>(setup, SetupStep.Way, ["AddressTaken"]);
        }

        if (before.IsDone(SetupStep.Way) && (before.Way != setup.Answers.Way || (before.IsShared != form.Shared && setup.GrantKind == GrantKind.Delegated)))
        {
            await ChangeAsync(setup, setups, cancellationToken);
        }
        else if (!string.Equals(before.Address, address, StringComparison.OrdinalIgnoreCase))
        {
            setup.Answers = setup.Answers.Reopen(SetupStep.Mailbox, SetupStep.Scope, SetupStep.Import) with { Preview = null, Aliases = [], SenderAddress = null };
            if (setup.GrantKind == GrantKind.Delegated)
            {
                setup.Answers = setup.Answers.Reopen(SetupStep.Consent);
            }
        }

        setup.Answers = setup.Answers.With(SetupStep.Way, StepState.Done);
        await setups.SaveAsync(setup, cancellationToken);
        return SetupPath.Redirect(setup.Id, SetupStep.Registration);
    }

    /// <summary>App-only lives longest, and takes somebody who may consent for everybody; what cannot come back needs a code instead.</summary>
    internal static ConnectWay Recommended(SetupAnswers answers) => answers switch
    {
        { HasAdministrator: true } => ConnectWay.App,
        { ComesBack: true } => ConnectWay.SignIn,
        _ => ConnectWay.Device,
    };

    private static async Task ChangeAsync(OpenSetup setup, Setups setups, CancellationToken cancellationToken)
    {
        setup.Answers = setup.Answers.Reopen(SetupStep.Registration, SetupStep.Consent, SetupStep.Mailbox, SetupStep.Scope, SetupStep.Import);
        if (setup.Connection is not { } connection)
        {
            return;
        }

        if (await setups.IsOwnAsync(setup, cancellationToken))
        {
            connection.GrantKind = setup.GrantKind;
            connection.IsShared = setup.Answers.IsShared && setup.GrantKind == GrantKind.Delegated;
            await setups.ForgetGrantAsync(connection.Id, cancellationToken);
        }
        else
        {
            setup.Row.ConnectionId = null;
        }
    }

    internal sealed record Form
    {
        public string? Address { get; init; }

        public bool Shared { get; init; }

        public bool Administrator { get; init; }

        public bool ComesBack { get; init; }

        /// <summary>Null takes the recommended one.</summary>
        public ConnectWay? Way { get; init; }
    }
}
