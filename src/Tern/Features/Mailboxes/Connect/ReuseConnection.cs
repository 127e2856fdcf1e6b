using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>A further mailbox of a tenant works with the registration that is there: nothing is registered and nothing consented to again.</summary>
internal static class ReuseConnection
{
    internal static async Task<IResult> ReuseAsync(Guid id, [FromForm] Form? form, Setups setups, TernDbContext db, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Registration, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var chosen = new ConnectionId(form?.Connection ?? Guid.Empty);
        var isThere = setup.Answers.Way == ConnectWay.App
            && await db.Mailboxes.AnyAsync(m => m.ConnectionId == chosen && m.Connection.GrantKind == GrantKind.AppOnly, cancellationToken);
        if (!isThere)
        {
            return SetupPath.Redirect(setup.Id, SetupStep.Registration);
        }

        var before = setup.Row.ConnectionId;
        setup.Row.ConnectionId = chosen;
        setup.Answers = setup.Answers.Reopen(SetupStep.Mailbox, SetupStep.Scope, SetupStep.Import)
            .With(SetupStep.Registration, StepState.Skipped)
            .With(SetupStep.Consent, StepState.Skipped);
        await setups.SaveAsync(setup, cancellationToken);
        if (before is { } old && old != chosen)
        {
            await setups.RemoveUnusedAsync(old, cancellationToken);
        }

        return SetupPath.Redirect(setup.Id, SetupStep.Mailbox);
    }

    internal sealed record Form
    {
        public Guid Connection { get; init; }
    }
}
