using System.Security.Cryptography;
using System.Text;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>
/// What two copies of one mail share although each road added its own headers: everything its author wrote.
/// Two mails under one Message-ID that differ in any of it are two mails; software that reuses its ids exists.
/// </summary>
internal static class MailFingerprint
{
    internal static string Of(IncomingMail mail)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, mail.From?.Normalized);
        Add(hash, mail.From?.Name);
        Add(hash, mail.Customer?.Normalized);
        Add(hash, mail.To.Select(a => a.Normalized));
        Add(hash, mail.Cc.Select(a => a.Normalized));
        Add(hash, mail.InReplyTo);
        Add(hash, mail.References);
        Add(hash, mail.Automatic.ToString());
        Add(hash, mail.Date?.UtcTicks.ToString());
        Add(hash, mail.Subject);
        Add(hash, mail.Text);
        Add(hash, mail.Html);
        Add(hash, mail.Attachments.Select(a => a.Name));
        Add(hash, mail.Attachments.Select(a => a.Sha256));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void Add(IncrementalHash hash, IEnumerable<string?> parts)
    {
        foreach (var part in parts)
        {
            Add(hash, part);
        }

        hash.AppendData([1]);
    }

    private static void Add(IncrementalHash hash, string? part)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(part ?? ""));
        hash.AppendData([0]);
    }
}
