using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Whether the tenant exists in this cloud, and whether Microsoft accepts what proves that it is Tern.</summary>
internal sealed class RegistrationChecks(TernDbContext db, ConnectionReader reader, ConnectionChecks connections, IAuthorizationServer server)
{
    internal async Task<(IReadOnlyList<CheckLine> Lines, string? TenantId)> RunAsync(Connection connection, CancellationToken cancellationToken)
    {
        ConnectionSettings settings;
        try
        {
            // Anew: what was just added is not in the list that was loaded.
            var fresh = await db.Connections.AsNoTracking().Include(c => c.Credentials).SingleAsync(c => c.Id == connection.Id, cancellationToken);
            settings = reader.Read(fresh);
        }
        catch (MailboxAuthenticationException unreadable)
        {
            return ([CheckLine.Of("credential", unreadable.Fault)], null);
        }

        var (tenant, tenantId) = await connections.TenantAsync(settings.Authority, settings.Tenant, cancellationToken);
        if (tenant.Result == CheckResult.Failed)
        {
            return ([tenant, CheckLine.Skipped("credential", "AfterFailed")], null);
        }

        return ([tenant, await CredentialAsync(settings, cancellationToken)], tenantId);
    }

    private async Task<CheckLine> CredentialAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        if (settings.GrantKind == GrantKind.AppOnly)
        {
            var (line, _) = await connections.TokenAsync(settings, isNew: false, cancellationToken);
            return line with { Name = "credential" };
        }

        if (settings.Credentials is not [var credential, ..])
        {
            return CheckLine.Skipped("credential", "PublicClient");
        }

        try
        {
            // Nobody has signed in yet. That the client itself gets a token, which is thrown away, shows that its credential is the right one.
            await server.RequestAsync(new TokenRequest(settings with { GrantKind = GrantKind.AppOnly }, credential, RefreshToken: null), cancellationToken);
            return CheckLine.Ok("credential");
        }
        catch (MailboxException refusal)
        {
            return CheckLine.Of("credential", refusal.Fault);
        }
    }
}
