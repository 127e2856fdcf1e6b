using System.ComponentModel.DataAnnotations;

namespace Tern.Features.Mailboxes;

/// <summary>Where Microsoft 365 is, and what an administrator may use on this server to get in. The section "Microsoft365" of tern.json; the defaults are the worldwide cloud.</summary>
internal sealed class MailboxOptions
{
    /// <summary>Address of Entra, without a tenant. Default: https://login.microsoftonline.com/.</summary>
    [Required]
    public Uri Authority { get; set; } = new("https://login.microsoftonline.com/");

    /// <summary>Address of Graph with its version. Default: https://graph.microsoft.com/v1.0/.</summary>
    [Required]
    public Uri Graph { get; set; } = new("https://graph.microsoft.com/v1.0/");

    /// <summary>The resource that tokens are asked for; follows the cloud. Default: https://graph.microsoft.com.</summary>
    [Required]
    public string Resource { get; set; } = "https://graph.microsoft.com";

    /// <summary>Whether Microsoft is asked to tell of new mail: WhenPublic, Always, or Never. Default: WhenPublic.</summary>
    [EnumDataType(typeof(PushChoice))]
    public PushChoice Push { get; set; }

    /// <summary>
    /// How many recipients a mailbox may write to in 24 hours: Exchange Online's recipient rate limit. What would be more is kept back here, and said, instead of being
    /// refused there. Default: 10000.
    /// </summary>
    [Range(1, 10_000_000)]
    public int RecipientsPerDay { get; set; } = 10_000;

    /// <summary>
    /// Files in which the platform keeps a federated token. An administrator chooses among these and no others: what stands in the file goes to the token endpoint.
    /// AZURE_FEDERATED_TOKEN_FILE, which Azure's workload identity sets in a pod, is one of them.
    /// </summary>
    public IList<string> FederatedTokenFiles { get; } = [];
}
