using System.Security.Cryptography;
using System.Text;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>What two copies of one mail share although each road added its own headers: sender, date, subject, texts and files.</summary>
internal static class MailFingerprint
{
    internal static string Of(IncomingMail mail)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, mail.From?.Normalized);
        Add(hash, mail.Date?.UtcTicks.ToString());
        Add(hash, mail.Subject);
        Add(hash, mail.Text);
        Add(hash, mail.Html);
        foreach (var attachment in mail.Attachments)
        {
            Add(hash, attachment.Sha256);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void Add(IncrementalHash hash, string? part)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(part ?? ""));
        hash.AppendData([0]);
    }
}
