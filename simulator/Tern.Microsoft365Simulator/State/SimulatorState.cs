using System.Text.Json.Serialization;
using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph.Files;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.Rights;

namespace Tern.Microsoft365Simulator.State;

/// <summary>Everything that outlives a restart.</summary>
internal sealed class SimulatorState
{
    /// <summary>The form of the file, see <see cref="StateUpgrade"/>.</summary>
    public int Form { get; set; }

    /// <summary>Every state has it, and no other file that is JSON by chance has all of these.</summary>
    [JsonRequired]
    public int Seed { get; set; }

    [JsonRequired]
    public ulong RandomPosition { get; set; }

    public long Requests { get; set; }

    [JsonRequired]
    public ClockState Clock { get; set; } = new();

    public Settings Settings { get; set; } = new();

    public List<Tenant> Tenants { get; set; } = [];

    public List<User> Users { get; set; } = [];

    public List<AppRegistration> Apps { get; set; } = [];

    /// <summary>Which applications a tenant knows.</summary>
    public List<ServicePrincipal> Principals { get; set; } = [];

    public List<Consent> Consents { get; set; } = [];

    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public GrantList Grants { get; set; } = [];

    public Dictionary<string, AuthorizationCode> Codes { get; set; } = [];

    public List<DeviceCode> DeviceCodes { get; set; } = [];

    public List<ForeignIssuer> Issuers { get; set; } = [];

    public ServiceHealth EntraHealth { get; set; } = new();

    public TenantRestriction TenantRestriction { get; set; } = new();

    /// <summary>Token requests of the last minutes, by what makes them the same; empty unless something counts them.</summary>
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedDictionary<string, List<DateTimeOffset>> RecentTokenRequests { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Since when who asked for too many tokens is refused.</summary>
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedDictionary<string, DateTimeOffset> ThrottledTokenRequests { get; set; } = new(StringComparer.Ordinal);

    /// <summary>By object id of the user.</summary>
    public Dictionary<string, Mailbox> Mailboxes { get; set; } = [];

    /// <summary>What arrived outside, by address in lower case.</summary>
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedDictionary<string, List<CustomerMail>> Customers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Who outside is away, by address in lower case.</summary>
    public Dictionary<string, AwayNotice> Away { get; set; } = [];

    /// <summary>How many mails were accepted for sending; what follows is numbered by it.</summary>
    public long Submissions { get; set; }

    public List<PendingEffect> Pending { get; set; } = [];

    public Dictionary<string, UploadSession> Uploads { get; set; } = [];

    public List<Subscription> Subscriptions { get; set; } = [];

    public PushState Push { get; set; } = new();

    /// <summary>What was sent within the last day, by object id of the mailbox's user.</summary>
    public Dictionary<string, SendingRecord> Sendings { get; set; } = [];

    /// <summary>Addresses outside that take nothing, in lower case, with what their server says.</summary>
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedDictionary<string, string> Bouncing { get; set; } = new(StringComparer.Ordinal);

    public List<RoleAssignment> RoleAssignments { get; set; } = [];

    public List<Fault> Faults { get; set; } = [];

    public long LastFault { get; set; }
}
