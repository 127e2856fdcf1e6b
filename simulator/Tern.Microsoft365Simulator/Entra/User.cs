using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A person or a shared mailbox in a tenant.</summary>
public sealed class User
{
    /// <summary>The object id.</summary>
    public required string Id { get; init; }

    public required string TenantId { get; init; }

    public required string UserPrincipalName { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>The address mail goes to and comes from.</summary>
    public required string Mail { get; set; }

    /// <summary>Further addresses that reach the same mailbox.</summary>
    public List<string> Aliases { get; init; } = [];

    /// <summary>False: Graph answers MailboxNotEnabledForRESTAPI.</summary>
    public bool IsLicensed { get; set; } = true;

    /// <summary>False: no sign-in and no refresh (50057).</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Whether the mailbox is in use, deleted, elsewhere or on its way.</summary>
    public MailboxState MailboxState { get; set; }

    /// <summary>True: a shared mailbox, which nobody signs in as.</summary>
    public bool IsShared { get; set; }

    /// <summary>Grants given before this instant are dead (50173); Entra calls it TokensValidFrom.</summary>
    public DateTimeOffset? TokensValidFrom { get; set; }

    internal bool IsKnownAs(string key) =>
        string.Equals(key, Id, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, Mail, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, UserPrincipalName, StringComparison.OrdinalIgnoreCase);
}
