using System.Text;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Reads address headers; where the grammar fails, takes what looks like an address.</summary>
internal static class AddressReader
{
    internal static void Read(Header header, List<MailAddress> found, ProblemList problems, Encoding? hint = null)
    {
        var raw = header.RawValue;
        if (!Ascii.IsValid(raw))
        {
            raw = Encoding.UTF8.GetBytes(Charsets.Decode(raw, label: null, problems, hint));
        }

        raw = EncodedWords.Repair(AddressRepair.Mend(raw), problems);

        if (InternetAddressList.TryParse(RawMail.Options, raw, out var list))
        {
            if (list is [GroupAddress { Members: [MailboxAddress only] } named] && raw.AsSpan().IndexOf((byte)';') < 0)
            {
                // A group ends with a semicolon (RFC 5322 §3.4); without one, the colon belongs to the name.
                only.Name = $"{named.Name}: {only.Name}".TrimEnd(' ', ':');
                list = [only];
            }

            Collect(list, found, isAscii: raw.AsSpan().IndexOf("xn--"u8) >= 0, depth: 0);
        }

        if (found.Exists(f => f.Address.Contains('@', StringComparison.Ordinal)))
        {
            return;
        }

        var text = HeaderText.Decode(raw, problems, hint);
        if (LooseAddress.Find(text) is { } guessed)
        {
            problems.Add($"The {header.Field} header is not well formed; its address was guessed.");
            found.Clear();
            found.Add(guessed);
        }
    }

    private static void Collect(InternetAddressList list, List<MailAddress> found, bool isAscii, int depth)
    {
        foreach (var address in list)
        {
            if (found.Count >= Limits.Addresses)
            {
                return;
            }

            if (address is MailboxAddress mailbox)
            {
                // The parser turns a domain in ASCII (RFC 5890 §2.3.2.1) into letters; it is kept as it is written, as others compare it.
                var spec = HeaderText.Unfold((isAscii ? mailbox.GetAddress(idnEncode: true) : mailbox.Address) ?? "");
                if (HasLetters(spec))
                {
                    found.Add(new MailAddress(spec, Name(mailbox)));
                }
            }
            else if (address is GroupAddress group && depth < 3)
            {
                Collect(group.Members, found, isAscii, depth + 1);
            }
        }
    }

    private static bool HasLetters(string spec)
    {
        foreach (var c in spec)
        {
            if (char.IsLetterOrDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Name(MailboxAddress mailbox)
    {
        var name = mailbox.Name is null ? "" : HeaderText.Unfold(mailbox.Name);

        // An encoded word inside quotes is against RFC 2047 §5 and yet common.
        if (name.Contains("=?", StringComparison.Ordinal))
        {
            name = HeaderText.Unfold(MimeKit.Utils.Rfc2047.DecodeText(RawMail.Options, Encoding.UTF8.GetBytes(name)));
        }

        name = name.Trim().Trim('\'', '"').Trim();
        return name.Length == 0 ? null : name;
    }
}
