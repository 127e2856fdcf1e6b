using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>
/// Where a reader stands in a feed. The whole position is in the token, sealed, so that links stay good over a restart
/// and cost nothing to keep.
/// </summary>
internal sealed record DeltaPosition
{
    /// <summary>The mailbox's generation at the start; another one means 410.</summary>
    public required int Generation { get; init; }

    /// <summary>The folder; zero for the feed of the folders themselves.</summary>
    public required int Folder { get; init; }

    /// <summary>The last change already told, or the place where the first round will go on.</summary>
    public required long Since { get; init; }

    /// <summary>During the first round: messages below this number are still to come.</summary>
    public long? Before { get; init; }

    /// <summary>How many rows the first round has given.</summary>
    public int Returned { get; init; }

    /// <summary>The options of the first call; they are never sent again.</summary>
    public string? Select { get; init; }

    public string? Expand { get; init; }

    public int? Top { get; init; }

    public string? ChangeType { get; init; }

    /// <summary>The lower bound of $filter in ticks.</summary>
    public long? ReceivedFrom { get; init; }

    /// <summary>Empty pages in a row.</summary>
    public int Empties { get; init; }

    /// <summary>A message of the page before that comes once more.</summary>
    public long? Again { get; init; }

    /// <summary>When the link was given out, in ticks.</summary>
    public long Issued { get; init; }

    internal MessageShape Shape => MessageShape.Read(Select, Expand);

    internal string Seal(World world, Mailbox mailbox)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(this with { Issued = world.Now.UtcTicks }, JsonText.Compact);
        return Base64Url.EncodeToString([.. Mac(world, mailbox, payload), .. payload]);
    }

    /// <returns>Null when the token was not given out for this mailbox.</returns>
    internal static DeltaPosition? Open(World world, Mailbox mailbox, string token)
    {
        if (!Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        return bytes.Length > 16 && CryptographicOperations.FixedTimeEquals(Mac(world, mailbox, bytes.AsSpan(16)), bytes.AsSpan(0, 16))
            ? JsonSerializer.Deserialize<DeltaPosition>(bytes.AsSpan(16), JsonText.Options)
            : null;
    }

    private static byte[] Mac(World world, Mailbox mailbox, ReadOnlySpan<byte> payload) => HMACSHA256.HashData(world.Key($"delta:{mailbox.UserId}"), payload)[..16];
}
