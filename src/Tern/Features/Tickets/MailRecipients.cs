using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Who gets a mail.</summary>
internal sealed record MailRecipients(IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> Cc, IReadOnlyList<MailAddress> Bcc)
{
    internal IEnumerable<MailAddress> All => To.Concat(Cc).Concat(Bcc);

    internal int Count => To.Count + Cc.Count + Bcc.Count;
}
