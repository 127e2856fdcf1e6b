using System.Text;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Reads headers as a person would: decoded, repaired, the first usable one where a header comes twice.</summary>
internal sealed class HeaderReader(HeaderList headers, ProblemList problems, Encoding? hint = null)
{
    private static readonly string[] DeliveryHeaders =
        ["Delivered-To", "X-Original-To", "X-Forwarded-To", "X-Forwarded-For", "Envelope-To", "X-Envelope-To", "Apparently-To", "Resent-To"];

    // Subject and From are asked for by everyone who judges the mail; decoding them is most of what a short mail costs.
    private readonly Dictionary<string, string?> _texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<MailAddress>> _mailboxes = new(StringComparer.OrdinalIgnoreCase);

    internal bool Has(string name) => headers.Contains(name);

    /// <summary>The decoded value of the first header of that name which is not empty; null where there is none.</summary>
    internal string? Text(string name)
    {
        if (!Has(name))
        {
            return null;
        }

        if (!_texts.TryGetValue(name, out var text))
        {
            text = headers.Where(header => Is(header, name)).Select(Decode).FirstOrDefault(decoded => decoded.Length > 0);
            _texts.Add(name, text);
        }

        return text;
    }

    internal IReadOnlyList<MailAddress> Mailboxes(string name)
    {
        if (!Has(name))
        {
            return [];
        }

        if (!_mailboxes.TryGetValue(name, out var mailboxes))
        {
            var found = new List<MailAddress>();
            foreach (var header in headers.Where(header => Is(header, name)))
            {
                AddressReader.Read(header, found, problems, hint);
            }

            _mailboxes.Add(name, mailboxes = found);
        }

        return mailboxes;
    }

    internal MailAddress? Mailbox(string name)
    {
        var all = Mailboxes(name);
        foreach (var mailbox in all)
        {
            if (mailbox.Address.Contains('@', StringComparison.Ordinal))
            {
                return mailbox;
            }
        }

        return all.Count > 0 ? all[0] : null;
    }

    /// <summary>Reply-To unless it points back to where the mail went, or to us; then the sender a mailing group replaced; then From.</summary>
    internal MailAddress? Customer(MailAddress? from, MailAddress? replyTo, IReadOnlyList<MailAddress> to, Func<MailAddress, bool> isOurs)
    {
        var original = Mailbox("X-Original-Sender") ?? Mailbox("X-Original-From");
        if (original is not null && !isOurs(original) && original.Address.Contains('@', StringComparison.Ordinal))
        {
            // Google Groups puts the group into From and often into Reply-To as well.
            var named = original.Name ?? (replyTo?.Normalized == original.Normalized ? replyTo.Name : null);
            return original with { Name = named };
        }

        if (replyTo is not null && !isOurs(replyTo) && replyTo.Address.Contains('@', StringComparison.Ordinal) && !to.Any(t => t.Normalized == replyTo.Normalized))
        {
            return replyTo.Name is null && from is not null && from.Normalized == replyTo.Normalized ? from : replyTo;
        }

        return from;
    }

    internal IReadOnlyList<MailAddress> DeliveredTo()
    {
        if (!Array.Exists(DeliveryHeaders, Has))
        {
            return [];
        }

        List<MailAddress>? found = null;
        foreach (var header in headers)
        {
            if (Array.Exists(DeliveryHeaders, name => Is(header, name)))
            {
                AddressReader.Read(header, found ??= [], problems, hint);
            }
        }

        return found?.DistinctBy(m => m.Normalized).ToList() ?? (IReadOnlyList<MailAddress>)[];
    }

    internal DateTimeOffset? Date()
    {
        foreach (var header in headers)
        {
            if ((Is(header, "Date") || Is(header, "Delivery-Date")) && DateText.Read(header.RawValue) is { } date)
            {
                return date;
            }
        }

        problems.Add(Has("Date") ? "The date cannot be read." : "The mail has no date.");
        return null;
    }

    internal string? MessageId()
    {
        foreach (var header in headers)
        {
            if (Is(header, "Message-ID") && Ascii(header) is { } value)
            {
                var ids = MessageIds.Parse(value);
                if ((ids.Count > 0 ? ids[0] : MessageIds.Normalize(value)) is { } id)
                {
                    return id;
                }
            }
        }

        problems.Add("The mail has no Message-ID.");
        return null;
    }

    internal IReadOnlyList<string> Ids(string name)
    {
        if (!Has(name))
        {
            return [];
        }

        foreach (var header in headers)
        {
            if (Is(header, name) && MessageIds.Parse(Ascii(header)) is { Count: > 0 } ids)
            {
                return ids;
            }
        }

        return [];
    }

    internal string Decode(Header header) => HeaderText.Decode(header.RawValue, problems, hint);

    private static bool Is(Header header, string name) => header.Field.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Ascii(Header header) => Encoding.Latin1.GetString(header.RawValue);
}
