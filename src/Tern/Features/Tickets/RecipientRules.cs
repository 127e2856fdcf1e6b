using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Who else gets an answer: whoever was on the mail that is answered, and nobody who was not.</summary>
internal static class RecipientRules
{
    internal static IReadOnlyList<string> Others(IReadOnlyList<MailAddress> to, IReadOnlyList<MailAddress> cc, string? answered, string? mailbox) =>
        [.. to.Concat(cc)
            .Where(address => !Same(address.Address, answered) && !Same(address.Address, mailbox))
            .DistinctBy(address => address.Normalized)
            .Select(address => address.Address)];

    internal static bool Same(string one, string? other) => string.Equals(one.Trim(), other?.Trim(), StringComparison.OrdinalIgnoreCase);
}
