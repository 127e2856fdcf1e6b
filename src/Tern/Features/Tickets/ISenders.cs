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
    /// <summary>The address an agent chose, as it is configured.</summary>
    /// <returns>Null where it is none of this mailbox.</returns>
    internal string? Find(string? chosen) =>
        string.IsNullOrWhiteSpace(chosen) ? Addresses[0] : Addresses.FirstOrDefault(address => address.Equals(chosen.Trim(), StringComparison.OrdinalIgnoreCase));
}
