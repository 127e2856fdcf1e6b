using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>
/// Where a reader stands in a folder's feed. The whole position is in the token, sealed, so that links stay good over a
/// restart and cost nothing to keep.
/// </summary>
/// <param name="Generation">The mailbox's generation at the start; another one means 410.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Since">The last change already told, or the place where the first round will go on.</param>
/// <param name="Before">During the first round: messages below this number are still to come.</param>
/// <param name="Returned">How many rows the first round has given.</param>
/// <param name="Select">The $select of the first call; it is never sent again.</param>
/// <param name="ReceivedFrom">The lower bound of $filter in ticks.</param>
/// <param name="Empties">Empty pages in a row.</param>
internal sealed record DeltaPosition(
    int Generation, int Folder, long Since, long? Before, int Returned, string? Select, long? ReceivedFrom, int Empties)
{
    internal string Seal(World world)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(this, JsonText.Options);
        return Base64Url.EncodeToString([.. Mac(world, payload), .. payload]);
    }

    /// <returns>Null when the token was not given out here.</returns>
    internal static DeltaPosition? Open(World world, string token)
    {
        if (!Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        return bytes.Length > 16 && CryptographicOperations.FixedTimeEquals(Mac(world, bytes.AsSpan(16)), bytes.AsSpan(0, 16))
            ? JsonSerializer.Deserialize<DeltaPosition>(bytes.AsSpan(16), JsonText.Options)
            : null;
    }

    private static byte[] Mac(World world, ReadOnlySpan<byte> payload) => HMACSHA256.HashData(world.Key("delta"), payload)[..16];
}
