namespace Tern.Features.Tickets;

/// <summary>Which way a mail came to us.</summary>
internal enum MailOrigin
{
    /// <summary>It arrived.</summary>
    Arrived,

    /// <summary>It arrived, and the provider takes it for spam.</summary>
    Junk,

    /// <summary>It lies among the mails that left the mailbox.</summary>
    Sent,
}
