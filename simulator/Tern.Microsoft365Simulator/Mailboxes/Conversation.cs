using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// Which conversation a message belongs to: the one of the first message it refers to, known here or not, so that both
/// sides of a thread come to the same id without an index; and of its subject, since Exchange starts another
/// conversation when that changes (MS-OXOMSG §2.2.1.2, conversation topic).
/// </summary>
internal static partial class Conversation
{
    private const string Start = "AAQk";

    internal static string Of(World world, Mailbox mailbox, StoredMessage message)
    {
        var facts = message.Facts;
        var root = facts.References.Count > 0 ? facts.References[0] : facts.InReplyTo ?? facts.InternetMessageId;
        root ??= $"message {mailbox.LastMessage + 1}";
        var hash = HMACSHA256.HashData(world.Key("conversation"), Encoding.UTF8.GetBytes($"{mailbox.UserId}{root}\n{Topic(facts.Subject)}"));
        return Id(new ConversationKey(new Guid(hash.AsSpan(0, 16)), new Guid(hash.AsSpan(16, 16))));
    }

    /// <summary>The id as Graph writes it.</summary>
    internal static string Id(ConversationKey key)
    {
        Span<byte> hash = stackalloc byte[32];
        key.First.TryWriteBytes(hash);
        key.Second.TryWriteBytes(hash[16..]);
        return $"{Start}{Base64Url.EncodeToString(hash)}{Base64Url.EncodeToString(hash[..24])}=";
    }

    /// <returns>False when it is no id of this form.</returns>
    internal static bool TryRead(string id, out ConversationKey key)
    {
        key = default;
        Span<byte> hash = stackalloc byte[32];
        if (!id.StartsWith(Start, StringComparison.Ordinal) || id.Length < 47 || !Base64Url.TryDecodeFromChars(id.AsSpan(4, 43), hash, out var written) || written != 32)
        {
            return false;
        }

        key = new ConversationKey(new Guid(hash[..16]), new Guid(hash[16..]));
        return Id(key) == id;
    }

    /// <summary>
    /// 22 bytes that all messages of the conversation share, and 5 more for each step of the thread (MS-OXOMSG §2.2.1.3).
    /// </summary>
    internal static string Index(StoredMessage message)
    {
        var depth = Math.Min(message.Facts.References.Count, 20);
        var index = new byte[22 + (5 * depth)];
        // A draft of an old state may have an id of another form; anything steady will do.
        var seed = Encoding.ASCII.GetBytes(message.ConversationId);
        seed.AsSpan(Math.Min(4, seed.Length), Math.Min(21, Math.Max(0, seed.Length - 4))).CopyTo(index.AsSpan(1));
        index[0] = 1;
        for (var step = 0; step < depth; step++)
        {
            var reference = message.Facts.References[step];
            for (var i = 0; i < 5; i++)
            {
                index[22 + (5 * step) + i] = (byte)reference[(i * 7) % reference.Length];
            }
        }

        return Convert.ToBase64String(index);
    }

    internal static string Topic(string subject)
    {
        var topic = Prefixes().Replace(subject, string.Empty);
        return topic.Trim().ToUpperInvariant();
    }

    [GeneratedRegex(@"^(\s*\p{L}{1,4}(\[\d+\])?:\s*)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefixes();
}

/// <summary>What an id of a conversation is made of.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConversationKey(Guid First, Guid Second);
