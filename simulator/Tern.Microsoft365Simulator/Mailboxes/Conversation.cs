using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// Which conversation a message belongs to: the one of the first message it refers to, known here or not, so that both
/// sides of a thread come to the same id without an index.
/// </summary>
internal static class Conversation
{
    internal static string Of(World world, Mailbox mailbox, StoredMessage message)
    {
        var facts = message.Facts;
        var root = facts.References.Count > 0 ? facts.References[0] : facts.InReplyTo ?? facts.InternetMessageId;
        root ??= $"message {mailbox.LastMessage + 1}";
        var hash = HMACSHA256.HashData(world.Key("conversation"), Encoding.UTF8.GetBytes(mailbox.UserId + root));
        return "AAQk" + Base64Url.EncodeToString(hash) + Base64Url.EncodeToString(hash.AsSpan(0, 24)) + "=";
    }
}
