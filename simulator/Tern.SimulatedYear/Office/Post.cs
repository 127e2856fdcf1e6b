using System.Text;
using Tern.MailEngine;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Testing;

namespace Tern.SimulatedYear.Office;

/// <summary>
/// Every mail that customers wrote and every reply that agents gave, with what became of it. Stands between engine and host, so that it sees a mail
/// at the moment it is stored.
/// </summary>
/// <param name="host">Where mail is stored.</param>
/// <param name="ledger">All mail; shared by the nodes.</param>
/// <param name="time">The true clock.</param>
internal sealed class Post(InMemoryHost host, PostLedger ledger, TimeProvider time) : IMailDelivery
{
    public Task<FolderState> LoadFolderAsync(MailboxId mailbox, string folder, CancellationToken cancellationToken) => host.LoadFolderAsync(mailbox, folder, cancellationToken);

    public Task<IReadOnlySet<string>> FindUnknownAsync(MailboxId mailbox, IReadOnlyCollection<string> providerIds, CancellationToken cancellationToken) =>
        host.FindUnknownAsync(mailbox, providerIds, cancellationToken);

    public Task<IReadOnlyList<UnfetchedMail>> DueRetriesAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken) =>
        host.DueRetriesAsync(mailbox, now, cancellationToken);

    public Task<RawSource> StoreRawAsync(Stream content, CancellationToken cancellationToken) => host.StoreRawAsync(content, cancellationToken);

    public async Task<DeliveryResult> DeliverAsync(MailboxLease lease, MailBatch batch, CancellationToken cancellationToken)
    {
        var before = host.Shared.Delivered.Count;
        var result = await host.DeliverAsync(lease, batch, cancellationToken);
        for (var i = before; i < host.Shared.Delivered.Count; i++)
        {
            var (mailbox, mail) = host.Shared.Delivered[i];
            ledger.Arrived(mailbox, MessageIdOf(host.Shared.Raw[mail.Raw.Key]), time.GetUtcNow());
        }

        return result;
    }

    public Task<IReadOnlyList<Filing>> DueFilingAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken) => host.DueFilingAsync(mailbox, now, cancellationToken);

    public Task<bool> SaveFilingAsync(MailboxLease lease, IReadOnlyList<Filing> filings, CancellationToken cancellationToken) => host.SaveFilingAsync(lease, filings, cancellationToken);

    internal static string MessageIdOf(byte[] raw) =>
        Encoding.ASCII.GetString(raw).Split("\r\n").First(l => l.StartsWith("Message-ID: ", StringComparison.OrdinalIgnoreCase))["Message-ID: ".Length..].Trim('<', '>');
}
