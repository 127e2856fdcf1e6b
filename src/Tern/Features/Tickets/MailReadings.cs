using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Gathers what must be known of this desk to understand its mail.</summary>
internal sealed class MailReadings(AgentDirectory agents, IOurAddresses ours, ReplyKeys keys)
{
    /// <param name="isExchangeOnline">The mail was read from Exchange Online, whose word about senders is the tenant's own.</param>
    /// <param name="cancellationToken">Stops the questions to the database.</param>
    internal async Task<MailReading> LoadAsync(bool isExchangeOnline, CancellationToken cancellationToken)
    {
        var byAddress = new Dictionary<string, AgentId>();
        foreach (var agent in (await agents.AllAsync(cancellationToken)).Values)
        {
            byAddress[agent.Email.Trim().ToLowerInvariant()] = agent.Id;
        }

        var addresses = new HashSet<string>(await ours.AllAsync(cancellationToken));
        addresses.UnionWith(byAddress.Keys);
        var options = new MailReaderOptions
        {
            OwnAddresses = addresses,
            Tokens = await keys.TokensAsync(cancellationToken),
            ReadsExchangeOnline = isExchangeOnline,
        };
        return new MailReading(options, byAddress);
    }
}
