using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>The block of headers above a forwarded message, by which programs and people know whose words follow.</summary>
internal static class ForwardHeader
{
    internal static string Announcement(MessageToForward message) => $"---------- {HeaderText.Unfold(message.Labels.Announcement)} ----------";

    internal static IReadOnlyList<(string Label, string Value)> Lines(MessageToForward message)
    {
        var labels = message.Labels;
        return
        [
            .. new[]
            {
                (labels.From, Show(message.From)),
                (labels.Date, message.Date),
                (labels.Subject, message.Subject),
                (labels.To, Show(message.To)),
                (labels.Cc, Show(message.Cc)),
            }.Select(line => (HeaderText.Unfold(line.Item1), HeaderText.Unfold(line.Item2))).Where(line => line.Item2.Length > 0),
        ];
    }

    private static string Show(IReadOnlyList<MailAddress> addresses) => string.Join(", ", addresses.Select(Show));

    private static string Show(MailAddress address) => string.IsNullOrWhiteSpace(address.Name) ? address.Address : $"{address.Name.Trim()} <{address.Address}>";
}
