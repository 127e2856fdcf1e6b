using MimeKit;
using Tern.Mail.Visible;

namespace Tern.Mail.Reading;

/// <summary>Finds the mails that a mail passes on.</summary>
internal static class ForwardedMails
{
    private const int Most = 20;

    internal static IReadOnlyList<ForwardedMail> Find(MimeMessage message, string text)
    {
        var found = new List<ForwardedMail>();
        if (message.Body is not TextPart)
        {
            foreach (var part in message.BodyParts.Where(p => p is MessagePart || EncodedMail.Is(p)).Take(Most))
            {
                var list = part is MessagePart carried ? carried.Message?.Headers : EncodedMail.Headers(part);
                if (list is { Count: > 0 })
                {
                    var headers = new HeaderReader(list, new ProblemList());
                    found.Add(new ForwardedMail(headers.Mailbox("From"), headers.Text("Subject") ?? "", headers.Date(), headers.MessageId(), IsAttached: true));
                }
            }
        }

        if (ForwardedText.Find(text) is { } inline)
        {
            found.Add(inline);
        }

        return found;
    }
}
