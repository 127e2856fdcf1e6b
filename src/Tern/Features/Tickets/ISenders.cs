using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>Tells which mailboxes mail can leave from, and under which addresses.</summary>
internal interface ISenders
{
    Task<IReadOnlyList<SendingMailbox>> AllAsync(CancellationToken cancellationToken);
}

/// <summary>A mailbox that mail can leave from.</summary>
/// <param name="Id">Which.</param>
/// <param name="Address">Its own address.</param>
/// <param name="Name">What customers see as sender.</param>
/// <param name="Addresses">Under which mail may leave, the usual one first.</param>
public sealed record SendingMailbox(MailboxId Id, string Address, string Name, IReadOnlyList<string> Addresses)
{
    /// <summary>What Exchange Online takes at most, where an administrator allows it ("Message size limits").</summary>
    internal const int LargestMailMegabytes = 150;

    /// <summary>What a mailbox of Exchange Online may send unless an administrator changes it ("Message size limits").</summary>
    internal const int UsualMailMegabytes = 35;

    /// <summary>The largest mail it may send, in MB.</summary>
    internal int MailMegabytes { get; init; } = UsualMailMegabytes;

    /// <summary>All files of one mail together: on their way they take a third more, and the text has to go with them.</summary>
    internal long FileBytes => MailMegabytes * 1024L * 1024 * 5 / 7;

    /// <summary>The mailbox that writes under the address an agent chose. Where several do, the one that receives there is meant, then the one that usually writes so.</summary>
    /// <returns>The first where none was chosen; null where no mailbox writes under it.</returns>
    internal static SendingMailbox? Of(IReadOnlyList<SendingMailbox> all, string? chosen) => all
        .Where(one => one.Find(chosen) is not null)
        .OrderByDescending(one => one.Address.Equals(chosen?.Trim(), StringComparison.OrdinalIgnoreCase))
        .ThenByDescending(one => one.Addresses[0].Equals(chosen?.Trim(), StringComparison.OrdinalIgnoreCase))
        .FirstOrDefault();

    /// <summary>The address an agent chose, as it is configured.</summary>
    /// <returns>Null where it is none of this mailbox.</returns>
    internal string? Find(string? chosen) =>
        string.IsNullOrWhiteSpace(chosen) ? Addresses[0] : Addresses.FirstOrDefault(address => address.Equals(chosen.Trim(), StringComparison.OrdinalIgnoreCase));
}
