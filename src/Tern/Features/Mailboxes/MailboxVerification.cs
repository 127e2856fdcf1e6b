using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>Walks the chain from the stored settings to the mail, one step after the other; a step that needs a failed one is skipped.</summary>
internal sealed class MailboxVerification(IMailboxDirectory directory, ConnectionChecks connections, MailboxChecks mailboxes, TernDbContext db)
{
    /// <summary>The steps in their order. The names are stable: scripts rely upon them.</summary>
    internal static readonly IReadOnlyList<string> Names = ["settings", "network", "clock", "tenant", "token", "permissions", "mailbox", "read", "write", "send", "scope"];

    /// <returns>A line for every step; none where the mailbox is gone.</returns>
    internal async Task<IReadOnlyList<CheckLine>> RunAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var lines = new List<CheckLine>();
        try
        {
            if (await directory.FindAsync(id, cancellationToken) is not { } settings)
            {
                return [];
            }

            lines.Add(CheckLine.Ok("settings"));
            await WalkAsync(settings, lines, cancellationToken);
        }
        catch (MailboxException unusable)
        {
            lines.Add(CheckLine.Of("settings", unusable.Fault));
        }

        return [.. Names.Select(name => lines.Find(line => line.Name == name) ?? CheckLine.Skipped(name, "AfterFailed"))];
    }

    private async Task WalkAsync(MailboxSettings settings, List<CheckLine> lines, CancellationToken cancellationToken)
    {
        var connection = settings.Connection;
        var network = await connections.NetworkAsync(connection.Authority, connection.Api, cancellationToken);
        var broken = network.FirstOrDefault(line => line.Name is "entra" or "graph" && line.Result == CheckResult.Failed);
        lines.Add((broken ?? CheckLine.Ok("network")) with { Name = "network" });
        lines.Add(network.First(line => line.Name == "clock"));
        if (broken is not null)
        {
            return;
        }

        var (tenant, _) = await connections.TenantAsync(connection.Authority, connection.Tenant, cancellationToken);
        lines.Add(tenant);
        if (tenant.Result == CheckResult.Failed)
        {
            return;
        }

        var (line, token) = await connections.TokenAsync(connection, isNew: false, cancellationToken);
        lines.Add(line);
        if (token is null)
        {
            return;
        }

        var granted = await connections.PermissionsAsync(connection, cancellationToken);
        lines.Add(ConnectionChecks.Permissions(connection, granted, none: CheckResult.Warning));
        lines.AddRange((await mailboxes.RunAsync(connection, settings.Address, MainFolder(settings), token.Value, granted, cancellationToken)).Lines);
        lines.Add(await ScopeAsync(settings, cancellationToken));
    }

    /// <summary>Whether a mailbox that must be out of reach is refused.</summary>
    internal async Task<CheckLine> ScopeAsync(MailboxSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Connection.GrantKind == GrantKind.Delegated)
        {
            return CheckLine.Skipped("scope", "ScopeDelegated");
        }

        var id = settings.Id;
        if (await db.Mailboxes.Where(m => m.Id == id).Select(m => m.Connection.ForbiddenAddress).SingleOrDefaultAsync(cancellationToken) is not { } forbidden)
        {
            return CheckLine.Skipped("scope", "ScopeNotNamed");
        }

        // Rights stand in the token: only a new one shows what was narrowed since.
        var (line, token) = await connections.TokenAsync(settings.Connection, isNew: true, cancellationToken);
        return token is null
            ? line with { Name = "scope" }
            : await mailboxes.ForbiddenAsync(settings.Connection, settings.Address, MainFolder(settings), forbidden, token.Value, cancellationToken);
    }

    private static string MainFolder(MailboxSettings settings) => (settings.Folders.FirstOrDefault(f => f.Role == FolderRole.Incoming) ?? FolderSettings.Inbox).Id;
}
