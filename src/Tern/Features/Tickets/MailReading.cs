using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>What must be known of this desk to understand its mail; asked once for a batch, before any transaction.</summary>
/// <param name="Options">For the reader.</param>
/// <param name="Agents">By address.</param>
internal sealed record MailReading(MailReaderOptions Options, IReadOnlyDictionary<string, AgentId> Agents)
{
    /// <summary>The agent who wrote a mail: only where our own tenant vouches for the sender (RFC 8601; a From header says nothing).</summary>
    internal AgentId? AgentOf(IncomingMail mail) =>
        mail.From is { } from && mail.Authentication?.VouchesForSender == true && Agents.TryGetValue(from.Normalized, out var agent) ? agent : null;

    /// <summary>It says to come from an agent, and nobody vouches for it.</summary>
    internal bool IsDoubtful(IncomingMail mail) => mail.From is { } from && Agents.ContainsKey(from.Normalized) && AgentOf(mail) is null;
}
