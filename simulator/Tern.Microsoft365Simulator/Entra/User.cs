using System.Text.Json.Serialization;
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

    /// <summary>The object id in the home tenant; set on guests only. Sessions are revoked there.</summary>
    public string? HomeUserId { get; init; }

    /// <summary>False: Graph answers MailboxNotEnabledForRESTAPI.</summary>
    public bool IsLicensed { get; set; } = true;

    /// <summary>False: no sign-in and no refresh (50057).</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>True: locked after too many wrong passwords (50053).</summary>
    public bool IsLocked { get; set; }

    /// <summary>True: seen as compromised; blocked where a policy or the security defaults say so.</summary>
    public bool IsAtRisk { get; set; }

    public PasswordState Password { get; set; }

    /// <summary>True: a second factor is enrolled.</summary>
    public bool HasSecondFactor { get; set; }

    /// <summary>True: a second factor is asked for at every sign-in, whatever the policies say (50074, or 50072 without one).</summary>
    public bool RequiresSecondFactor { get; set; }

    /// <summary>Whether the mailbox is in use, deleted, elsewhere or on its way.</summary>
    public MailboxState MailboxState { get; set; }

    /// <summary>True: a shared mailbox, which nobody signs in as.</summary>
    public bool IsShared { get; set; }

    /// <summary>Grants given before this instant are dead (50173); Entra calls it TokensValidFrom.</summary>
    public DateTimeOffset? TokensValidFrom { get; set; }

    /// <summary>When something last happened that ends tokens under continuous access evaluation.</summary>
    public DateTimeOffset? CriticalEvent { get; set; }

    /// <summary>How many such events there were: on a clock that stands still, the instant alone would not tell before from after.</summary>
    public long CriticalEvents { get; set; }

    [JsonIgnore]
    internal bool IsGuest => HomeUserId is not null;

    internal bool IsKnownAs(string key) =>
        string.Equals(key, Id, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, Mail, StringComparison.OrdinalIgnoreCase)
        || string.Equals(key, UserPrincipalName, StringComparison.OrdinalIgnoreCase);
}
