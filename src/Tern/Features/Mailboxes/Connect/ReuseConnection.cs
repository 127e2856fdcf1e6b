using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tern.Data;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>A further mailbox of a tenant works with the registration that is there: nothing is registered and nothing consented to again.</summary>
internal static class ReuseConnection
{
    internal static async Task<IResult> ReuseAsync(Guid id, [FromForm] Form? form, Setups setups, TernDbContext db, IOptions<MailboxOptions> options, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Registration, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var chosen = new ConnectionId(form?.Connection ?? Guid.Empty);
        if (!await Candidates(db, setup, options.Value).AnyAsync(m => m.ConnectionId == chosen, cancellationToken))
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

    /// <summary>
    /// Mailboxes with whose connection this one could work: let in as the application, which reaches more than one mailbox (a sign-in belongs to its person), at the
    /// very hosts that were chosen.
    /// </summary>
    internal static IQueryable<Mailbox> Candidates(TernDbContext db, OpenSetup setup, MailboxOptions options)
    {
        var (isApp, addresses) = (setup.Answers.Way == ConnectWay.App, setup.Addresses(options));
        var (authority, api) = (addresses.Authority.AbsoluteUri, addresses.Api);
        return db.Mailboxes.Where(m => isApp && m.Connection.GrantKind == GrantKind.AppOnly && m.Connection.Authority == authority && m.Connection.Api == api);
    }

    internal sealed record Form
    {
        public Guid Connection { get; init; }
    }
}
