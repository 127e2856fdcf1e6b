using System.Net.Http.Json;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Graph;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365;

/// <summary>Asks Microsoft 365, one right at a time, what a token may do with a mailbox. Touches no mail and leaves nothing behind.</summary>
/// <param name="http">Sends.</param>
/// <param name="time">The clock.</param>
public sealed class MailboxProbe(HttpClient http, TimeProvider time)
{
    private const string ProfileFields = "$select=id,displayName,mail,userPrincipalName,proxyAddresses,assignedLicenses";

    private readonly ProbeRequest _probe = new(http, time);

    /// <summary>Looks at the folder that is going to be read.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="address">The mailbox's address.</param>
    /// <param name="folder">A well-known name or an id.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it can be read, otherwise what stands in the way.</returns>
    public async Task<Fault?> LookAsync(ConnectionSettings connection, string address, string folder, string accessToken, CancellationToken cancellationToken)
    {
        var target = User(connection, address, $"/mailFolders/{Uri.EscapeDataString(folder)}/messages?$top=1&$select=id");
        var (_, failure) = await _probe.SendAsync(HttpMethod.Get, target, accessToken, content: null, cancellationToken);
        return Named(failure);
    }

    /// <summary>Creates an empty draft and removes it again: the only way to find out whether that is allowed.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="address">The mailbox's address.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="cancellationToken">Stops it before the draft is made; never between making and removing it.</param>
    /// <returns>Null when both were done, otherwise what stood in the way.</returns>
    public async Task<Fault?> WriteAsync(ConnectionSettings connection, string address, string accessToken, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var draft = new ProbeDraft(null, "Tern looks whether it may write here; this draft is removed at once");
        var (body, failure) = await _probe.SendAsync(HttpMethod.Post, User(connection, address, "/messages"), accessToken, () => JsonContent.Create(draft, ProbeJson.Default.ProbeDraft), CancellationToken.None);
        if (failure is not null)
        {
            return Named(failure);
        }

        var (made, unreadable) = ProbeRequest.Parse(body!, ProbeJson.Default.ProbeDraft);
        return made?.Id is { } id ? await RemoveAsync(connection, address, id, accessToken) : (unreadable ?? ProbeRequest.Unreadable()).Fault;
    }

    /// <summary>Reads time zone and language of the mailbox, which needs a permission of its own.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="address">The mailbox's address.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when they can be read, otherwise what stands in the way.</returns>
    public async Task<Fault?> ReadSettingsAsync(ConnectionSettings connection, string address, string accessToken, CancellationToken cancellationToken)
    {
        var (_, failure) = await _probe.SendAsync(HttpMethod.Get, User(connection, address, "/mailboxSettings"), accessToken, content: null, cancellationToken);
        return Named(failure);
    }

    /// <summary>Looks up in the directory whom an address belongs to, also when it is a further one of theirs.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="address">The address; null for the person who signed in.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whose it is, or why that cannot be told: <see cref="FaultCodes.PermissionMissing"/> where the directory is closed to us, <see cref="FaultCodes.MailboxUnknown"/> where nobody has it.</returns>
    public async Task<(MailboxProfile? Profile, Fault? Fault)> FindAsync(ConnectionSettings connection, string? address, string accessToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var target = address is null ? new Uri(connection.Api, $"me?{ProfileFields}") : User(connection, address, $"?{ProfileFields}");
        var (found, failure) = await _probe.ReadAsync(target, accessToken, ProbeJson.Default.ProbeUser, cancellationToken);
        if (failure?.Fault.Code == FaultCodes.MailboxUnknown && address is not null)
        {
            var filter = $"proxyAddresses/any(p:p eq 'smtp:{address.Replace("'", "''", StringComparison.Ordinal)}')";
            var (list, refusal) = await _probe.ReadAsync(
                new Uri(connection.Api, $"users?$filter={Uri.EscapeDataString(filter)}&{ProfileFields}"), accessToken, ProbeJson.Default.ProbeUsers, cancellationToken);
            found = list?.Value is [{ } owner, ..] ? owner : null;
            failure = refusal ?? failure;
        }

        return found is null ? (null, Named(failure) ?? ProbeRequest.Unreadable().Fault) : (Profile(found), null);
    }

    private async Task<Fault?> RemoveAsync(ConnectionSettings connection, string address, string id, string accessToken)
    {
        // Not to be cancelled: what was made must go. The first way leaves not even a recoverable item, and does not exist in every cloud.
        var message = $"/messages/{Uri.EscapeDataString(id)}";
        var (_, failure) = await _probe.SendAsync(HttpMethod.Post, User(connection, address, $"{message}/permanentDelete"), accessToken, content: null, CancellationToken.None);
        if (failure is null)
        {
            return null;
        }

        // Once from Drafts to Deleted Items, and once out of there.
        failure = null;
        for (var step = 0; step < 2 && failure is null; step++)
        {
            (_, failure) = await _probe.SendAsync(HttpMethod.Delete, User(connection, address, message), accessToken, content: null, CancellationToken.None);
        }

        return failure is ItemNotFoundException ? null : failure?.Fault;
    }

    private static MailboxProfile Profile(ProbeUser user) => new(
        user.Id ?? "",
        user.DisplayName,
        user.Mail,
        user.UserPrincipalName ?? "",
        [.. (user.ProxyAddresses ?? []).Where(a => a.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase)).Select(a => a["smtp:".Length..])],
        user.AssignedLicenses is { } licences ? licences.Count > 0 : null);

    private static Uri User(ConnectionSettings connection, string address, string rest)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new Uri(connection.Api, $"users/{Uri.EscapeDataString(address)}{rest}");
    }

    private static Fault? Named(MailboxException? failure) => failure switch
    {
        null => null,
        ItemNotFoundException missing => missing.Fault with { Code = FaultCodes.FolderMissing, Class = FaultClass.AdministratorMustAct },
        MessageRejectedException refused => refused.Fault with { Code = FaultCodes.ConfigurationWrong },
        _ => failure.Fault,
    };
}

/// <summary>Whom an address belongs to.</summary>
/// <param name="Id">The object id, which never changes.</param>
/// <param name="DisplayName">The name in the directory.</param>
/// <param name="Mail">The address mail comes from; null where there is no mailbox.</param>
/// <param name="UserPrincipalName">The name for signing in; not always the address.</param>
/// <param name="Addresses">Every address that leads there, the one mail comes from among them; empty where the directory does not tell.</param>
/// <param name="IsLicensed">Whether any licence is assigned; null where the directory does not tell. A shared mailbox needs none.</param>
public sealed record MailboxProfile(string Id, string? DisplayName, string? Mail, string UserPrincipalName, IReadOnlyList<string> Addresses, bool? IsLicensed)
{
    /// <summary>Whether an address is one of theirs.</summary>
    /// <param name="address">The address.</param>
    public bool Has(string address) =>
        string.Equals(address, Mail, StringComparison.OrdinalIgnoreCase)
        || string.Equals(address, UserPrincipalName, StringComparison.OrdinalIgnoreCase)
        || Addresses.Contains(address, StringComparer.OrdinalIgnoreCase);
}
