using System.Buffers.Binary;
using System.Buffers.Text;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// Ids of items in the shape Exchange gives them: 152 characters of base64url, case-sensitive, opaque. The changing form
/// depends on how often the item was moved, the immutable one does not (outlook-immutable-id).
/// </summary>
internal sealed class ItemIds(byte[] key)
{
    private const int Length = 114;
    private const int EntryLength = 70;
    private const int Payload = 3 + 16 + 1 + 8 + 4 + 4;

    internal string Message(Mailbox mailbox, StoredMessage message, bool immutable) =>
        Message(mailbox, message.Number, message.Moves, immutable);

    internal string Message(Mailbox mailbox, long number, int moves, bool immutable) =>
        Write(mailbox.UserId, new ItemId(immutable ? ItemKind.ImmutableMessage : ItemKind.Message, number, immutable ? 0 : moves, 0));

    internal string Folder(Mailbox mailbox, int folder) => Write(mailbox.UserId, new ItemId(ItemKind.Folder, folder, 0, 0));

    internal string Attachment(Mailbox mailbox, long message, int attachment) =>
        Write(mailbox.UserId, new ItemId(ItemKind.Attachment, message, 0, attachment));

    /// <summary>Reads an id given out for this mailbox.</summary>
    /// <returns>Null when it is no id of ours; an id of another mailbox is reported by <paramref name="foreign"/>.</returns>
    internal ItemId? Read(Mailbox mailbox, string id, out bool foreign)
    {
        foreign = false;
        Span<byte> bytes = stackalloc byte[Length];
        if (id.Length != Length / 3 * 4 || !Base64Url.TryDecodeFromChars(id, bytes, out var written) || written != Length)
        {
            return null;
        }

        Span<byte> filling = stackalloc byte[Length - Payload];
        Fill(bytes[..Payload], filling);
        if (!filling.SequenceEqual(bytes[Payload..]))
        {
            return null;
        }

        foreign = new Guid(bytes[3..19], bigEndian: true) != Guid.Parse(mailbox.UserId);
        return new ItemId(
            (ItemKind)bytes[19],
            BinaryPrimitives.ReadInt64BigEndian(bytes[20..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[28..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[32..]));
    }

    /// <summary>The id in the form of EWS: the same bytes in ordinary base64.</summary>
    internal static string ToEws(string restId) => restId.Replace('-', '+').Replace('_', '/');

    internal static string FromEws(string ewsId) => ewsId.Replace('+', '-').Replace('/', '_');

    /// <summary>The MAPI entry id, 70 bytes in base64url: the store's own key of the item.</summary>
    internal static string ToEntry(string restId) => Base64Url.EncodeToString(Base64Url.DecodeFromChars(restId).AsSpan(0, EntryLength));

    /// <summary>The changing or immutable id of a MAPI entry id; null when it is none of ours.</summary>
    internal string? FromEntry(string entryId)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.TryDecodeFromChars(entryId, bytes, out var written) || written != EntryLength)
        {
            return null;
        }

        Span<byte> filling = stackalloc byte[Length - Payload];
        Fill(bytes[..Payload], filling);
        if (!filling[..(EntryLength - Payload)].SequenceEqual(bytes[Payload..EntryLength]))
        {
            return null;
        }

        filling.CopyTo(bytes[Payload..]);
        return Base64Url.EncodeToString(bytes);
    }

    private string Write(string userId, ItemId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        // The first four characters are those of real ids: AAMk for the changing form, AAkA for the immutable one.
        var (second, third) = id.Kind == ItemKind.ImmutableMessage ? ((byte)0x09, (byte)0x00) : ((byte)0x03, (byte)0x24);
        bytes[1] = second;
        bytes[2] = third;
        Guid.Parse(userId).TryWriteBytes(bytes[3..], bigEndian: true, out _);
        bytes[19] = (byte)id.Kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[20..], id.Number);
        BinaryPrimitives.WriteInt32BigEndian(bytes[28..], id.Moves);
        BinaryPrimitives.WriteInt32BigEndian(bytes[32..], id.Attachment);
        Fill(bytes[..Payload], bytes[Payload..]);
        return Base64Url.EncodeToString(bytes);
    }

    // Not for secrecy, only so that no id but those given out here is one; a page of rows has a hundred of them, so it is cheap.
    private void Fill(ReadOnlySpan<byte> payload, Span<byte> filling)
    {
        var state = BinaryPrimitives.ReadUInt64BigEndian(key);
        for (var at = 0; at < payload.Length; at += 4)
        {
            state = Mix(state ^ BinaryPrimitives.ReadUInt32BigEndian(payload[at..]));
        }

        Span<byte> block = stackalloc byte[8];
        for (var at = 0; at < filling.Length; at += 8)
        {
            state += 0x9E3779B97F4A7C15UL;
            BinaryPrimitives.WriteUInt64BigEndian(block, Mix(state));
            block[..Math.Min(8, filling.Length - at)].CopyTo(filling[at..]);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}

/// <summary>What an id stands for.</summary>
internal sealed record ItemId(ItemKind Kind, long Number, int Moves, int Attachment);

/// <summary>The kinds of ids.</summary>
internal enum ItemKind : byte
{
    Message = 1,
    ImmutableMessage = 2,
    Folder = 3,
    Attachment = 4,
}
