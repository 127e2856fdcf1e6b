using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tern.Mail;

/// <summary>
/// Signs the number of a ticket into what we send, so that an answer finds its ticket even where the table of Message-IDs does not know it
/// (a restored database, a server that replaced References). Only who had our mail, and nobody who guesses, has a valid token.
/// </summary>
/// <remarks>
/// A token is <c>number.signature</c>, in a Message-ID behind a unique part, in an address behind a plus (RFC 5233). The signature is the first 80 bits of
/// HMAC-SHA256 (RFC 2104 §5 allows half of the output at the least where forging is not tried offline; here every try costs a mail), in lower-case
/// letters and digits, because servers change the case of local parts.
/// </remarks>
public sealed class ReplyTokens
{
    private const int SignatureLength = 16;
    private const int MaxLocalPart = 64; // RFC 5321 §4.5.3.1.1
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private readonly IReadOnlyList<byte[]> _keys;

    /// <param name="keys">At least one of 16 bytes or more; the first signs, all are believed.</param>
    /// <exception cref="ArgumentException">There is no key, or one is too short to be a secret.</exception>
    public ReplyTokens(IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = [.. keys.Select(key => key.ToArray())];
        if (_keys.Count == 0 || _keys.Any(key => key.Length < 16))
        {
            throw new ArgumentException("A key of at least 16 bytes is needed.", nameof(keys));
        }
    }

    /// <summary>A Message-ID, without angle brackets, that says which ticket the mail belongs to.</summary>
    /// <param name="domain">Ours; the right side of the id.</param>
    /// <param name="uniquePart">Never used before.</param>
    /// <param name="ticket">Its number.</param>
    public string MessageId(string domain, string uniquePart, long ticket)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticket);
        var unique = MessageIds.Create(domain, uniquePart).Split('@')[0];
        return MessageIds.Create(domain, $"{unique}.{Number(ticket)}.{Sign(_keys[0], MessageText(unique, ticket))}");
    }

    /// <summary>The ticket that a Message-ID of ours names; null where it names none or the signature is not ours.</summary>
    public long? FindInMessageId(string? id)
    {
        var local = MessageIds.Normalize(id)?.Split('@')[0];
        return local is not null && Read(local, '.', out var unique, out var ticket, out var signature) && IsOurs(MessageText(unique, ticket), signature) ? ticket : null;
    }

    /// <summary>Our address with the ticket behind a plus; null where the local part would become longer than RFC 5321 allows.</summary>
    public string? Address(string address, long ticket)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticket);
        var at = address.LastIndexOf('@');
        if (at <= 0)
        {
            return null;
        }

        var local = $"{address[..at]}+{Number(ticket)}.{Sign(_keys[0], AddressText(ticket))}";
        return local.Length > MaxLocalPart ? null : local + address[at..];
    }

    /// <summary>The ticket that an address made by <see cref="Address"/> names; null where there is none or the signature is not ours.</summary>
    public long? FindInAddress(string? address)
    {
        var at = address?.LastIndexOf('@') ?? -1;
        return at > 0 && Read(address![..at], '+', out _, out var ticket, out var signature) && IsOurs(AddressText(ticket), signature) ? ticket : null;
    }

    /// <summary>What marks a mail as sent by this desk unasked, whatever its Message-ID becomes on the way.</summary>
    public string Mark(string uniquePart) => $"{uniquePart}.{Sign(_keys[0], MarkText(uniquePart))}";

    /// <summary>The mark is one that <see cref="Mark"/> made with a key of ours.</summary>
    public bool IsOurMark(string? mark)
    {
        var dot = mark?.LastIndexOf('.') ?? -1;
        return dot > 0 && IsOurs(MarkText(mark![..dot].Trim()), mark[(dot + 1)..].Trim());
    }

    private static string MessageText(string unique, long ticket) => $"message:{unique.ToLowerInvariant()}:{Number(ticket)}";

    private static string AddressText(long ticket) => $"address:{Number(ticket)}";

    private static string MarkText(string unique) => $"mark:{unique}";

    private static string Number(long ticket) => ticket.ToString(CultureInfo.InvariantCulture);

    private static bool Read(string text, char before, out string rest, out long ticket, out string signature)
    {
        (rest, ticket, signature) = ("", 0, "");
        var dot = text.LastIndexOf('.');
        if (dot <= 0 || text.Length - dot - 1 != SignatureLength)
        {
            return false;
        }

        var start = text.LastIndexOf(before, dot - 1);
        if (start <= 0 || !long.TryParse(text.AsSpan(start + 1, dot - start - 1), NumberStyles.None, CultureInfo.InvariantCulture, out ticket) || ticket == 0)
        {
            return false;
        }

        (rest, signature) = (text[..start], text[(dot + 1)..]);
        return true;
    }

    private bool IsOurs(string text, string signature)
    {
        var given = Encoding.ASCII.GetBytes(signature.ToLowerInvariant());
        return _keys.Any(key => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(key, text)), given));
    }

    private static string Sign(byte[] key, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), hash);
        return string.Create(SignatureLength, hash[..(SignatureLength * 5 / 8)].ToArray(), static (target, bytes) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                var bit = i * 5;
                var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
                target[i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
            }
        });
    }
}
