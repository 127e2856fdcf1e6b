using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Gathers what the registration page shows.</summary>
internal sealed class RegistrationView(TernDbContext db, ConnectionReader reader, IOptions<MailboxOptions> options, PublicAddress address)
{
    internal async Task<IResult> PageAsync(OpenSetup setup, IReadOnlyList<string>? problems, CancellationToken cancellationToken, RegistrationEntered? entered = null)
    {
        var model = await ModelAsync(setup, cancellationToken);
        if (entered is not null)
        {
            model = model with { Tenant = entered.Tenant, ClientId = entered.ClientId, ObjectId = entered.ObjectId };
        }

        return Wizard.Page<RegistrationPage>(setup, SetupStep.Registration, problems, (nameof(RegistrationPage.Model), model));
    }

    internal async Task<RegistrationModel> ModelAsync(OpenSetup setup, CancellationToken cancellationToken)
    {
        var settings = Settings(setup);
        var federated = settings?.Credentials.OfType<FederatedCredential>().FirstOrDefault() is { } credential
            ? await FederatedTokenFile.ReadAsync(credential.TokenFile, cancellationToken)
            : null;
        return RegistrationModel.Of(setup, options.Value, address, settings, federated, await ReusableAsync(setup, cancellationToken)) with
        {
            Twin = await TwinAsync(setup, cancellationToken),
        };
    }

    private async Task<UnfinishedSetup?> TwinAsync(OpenSetup setup, CancellationToken cancellationToken) =>
        (await UnfinishedSetup.AllAsync(db, cancellationToken)).FirstOrDefault(other =>
            other.Id != setup.Id.Value && !other.IsConnected && string.Equals(other.Address, setup.Answers.Address, StringComparison.OrdinalIgnoreCase));

    private ConnectionSettings? Settings(OpenSetup setup)
    {
        try
        {
            return setup.Connection is { } connection ? reader.Read(connection) : null;
        }
        catch (MailboxAuthenticationException)
        {
            return null; // a lost key ring: the check of this step says so, and what is shown here needs no secret
        }
    }

    private async Task<IReadOnlyList<ReusableConnection>> ReusableAsync(OpenSetup setup, CancellationToken cancellationToken)
    {
        var rows = await ReuseConnection.Candidates(db, setup, options.Value)
            .OrderBy(m => m.AddressNormalized)
            .Select(m => new { m.ConnectionId, m.Address, m.Connection.Tenant })
            .ToListAsync(cancellationToken);
        return [.. rows.DistinctBy(r => r.ConnectionId).Select(r => new ReusableConnection(r.ConnectionId.Value, r.Address, r.Tenant))];
    }
}

/// <summary>What was entered and could not be taken.</summary>
internal sealed record RegistrationEntered(string Tenant, string ClientId, string? ObjectId);
