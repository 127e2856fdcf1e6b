using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tern.Mail;

/// <summary>
/// Signs the ticket into what we send, so that an answer finds it even where the table of Message-IDs does not know the mail (a restored database, a server
/// that replaced References). Only who had our mail, and nobody who guesses, has a valid token.
/// </summary>
/// <remarks>
/// A token is <c>number.signature</c>, in a Message-ID behind a unique part, in an address behind a plus (RFC 5233). Signed is also the ticket's own id, which is
/// not in the mail: after a restored backup numbers are given out again, and an old token must not prove a new ticket. The signature is the first 80 bits of
/// HMAC-SHA256 (RFC 2104 §5; every try of a forger costs a mail), in lower-case letters and digits, because servers change the case of local parts.
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
    /// <param name="id">What only this desk knows it by.</param>
    public string MessageId(string domain, string uniquePart, long ticket, Guid id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticket);
        var unique = MessageIds.Create(domain, uniquePart).Split('@')[0];
        return MessageIds.Create(domain, $"{unique}.{Number(ticket)}.{Sign(_keys[0], TicketText($"message:{unique.ToLowerInvariant()}", ticket, id))}");
    }

    /// <summary>Our address with the ticket behind a plus; null where the local part would become longer than RFC 5321 allows.</summary>
    public string? Address(string address, long ticket, Guid id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticket);
        var at = address.LastIndexOf('@');
        if (at <= 0)
        {
            return null;
        }

        var local = $"{address[..at]}+{Number(ticket)}.{Sign(_keys[0], TicketText("address", ticket, id))}";
        return local.Length > MaxLocalPart ? null : local + address[at..];
    }

    /// <summary>What a Message-ID says of a ticket; null where it is none of this form.</summary>
    public static TicketToken? InMessageId(string? id) =>
        MessageIds.Normalize(id)?.Split('@')[0] is { } local && Read(local, '.') is { } found
            ? new TicketToken(found.Ticket, $"message:{found.Before.ToLowerInvariant()}", found.Signature)
            : null;

    /// <summary>What an address says of a ticket; null where it is none of this form.</summary>
    public static TicketToken? InAddress(string? address)
    {
        var at = address?.LastIndexOf('@') ?? -1;
        return at > 0 && Read(address![..at], '+') is { } found ? new TicketToken(found.Ticket, "address", found.Signature) : null;
    }

    /// <summary>The address without the ticket that <see cref="Address"/> put behind its plus; any other as it is.</summary>
    public static string WithoutTicket(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return InAddress(address) is null ? address : address[..address.LastIndexOf('+')] + address[address.LastIndexOf('@')..];
    }

    /// <summary>This desk made the token, for this ticket.</summary>
    public bool Proves(TicketToken token, Guid id)
    {
        ArgumentNullException.ThrowIfNull(token);
        return IsOurs(TicketText(token.Context, token.Ticket, id), token.Signature);
    }

    /// <summary>What marks a mail as sent by this desk unasked, whatever its Message-ID becomes on the way.</summary>
    public string Mark(string uniquePart) => $"{uniquePart}.{Sign(_keys[0], MarkText(uniquePart))}";

    /// <summary>The mark is one that <see cref="Mark"/> made with a key of ours.</summary>
    public bool IsOurMark(string? mark)
    {
        var dot = mark?.LastIndexOf('.') ?? -1;
        return dot > 0 && IsOurs(MarkText(mark![..dot].Trim()), mark[(dot + 1)..].Trim());
    }

    private static string TicketText(string signed, long ticket, Guid id) => $"{signed}:{Number(ticket)}:{id:N}";

    private static string MarkText(string unique) => $"mark:{unique}";

    private static string Number(long ticket) => ticket.ToString(CultureInfo.InvariantCulture);

    private static (string Before, long Ticket, string Signature)? Read(string text, char before)
    {
        var dot = text.LastIndexOf('.');
        if (dot <= 0 || text.Length - dot - 1 != SignatureLength)
        {
            return null;
        }

        var start = text.LastIndexOf(before, dot - 1);
        return start > 0 && long.TryParse(text.AsSpan(start + 1, dot - start - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ticket) && ticket > 0
            ? (text[..start], ticket, text[(dot + 1)..])
            : null;
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
