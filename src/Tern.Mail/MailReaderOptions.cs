namespace Tern.Mail;

/// <summary>What the reader has to be told about whose mail it reads; without it, nothing is taken for our own.</summary>
public sealed record MailReaderOptions
{
    /// <summary>Our mailboxes and their aliases: never the customer. Compared without case.</summary>
    public IReadOnlySet<string> OwnAddresses { get; init; } = new HashSet<string>();

    /// <summary>The domains of the Message-IDs we make. A mail that carries one is our own that came back.</summary>
    public IReadOnlySet<string> OwnMessageIdDomains { get; init; } = new HashSet<string>();

    /// <summary>The keys of this desk: with them our own notifications are told from those of another desk. Without, every notification of a Tern counts as our own.</summary>
    public ReplyTokens? Tokens { get; init; }

    /// <summary>The servers of ours whose Authentication-Results are believed (RFC 8601 §2.2); those of others are ignored.</summary>
    public IReadOnlySet<string> TrustedAuthenticationServers { get; init; } = new HashSet<string>();

    /// <summary>The mail was read from a mailbox of Exchange Online, whose own header names no server and stands above all others.</summary>
    public bool ReadsExchangeOnline { get; init; }
}
