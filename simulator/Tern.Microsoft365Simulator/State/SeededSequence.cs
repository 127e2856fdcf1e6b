using System.Buffers.Binary;

namespace Tern.Microsoft365Simulator.State;

/// <summary>
/// A random sequence whose whole position is one number, so that it can be saved and continued after a restart
/// (SplitMix64, Steele, Lea and Flood 2014).
/// </summary>
internal sealed class SeededSequence(ulong position)
{
    internal ulong Position { get; private set; } = position;

    internal ulong Next()
    {
        Position += 0x9E3779B97F4A7C15UL;
        var mixed = Position;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from zero up to, not including, <paramref name="below"/>.</summary>
    internal int Next(int below) => (int)(Next() % (ulong)below);

    /// <summary>True in the given share of cases. Draws nothing for never and always, so that an unused switch changes no run.</summary>
    internal bool Happens(double share) => share > 0 && (share >= 1 || (Next() >> 11) * (1.0 / (1UL << 53)) < share);

    internal void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    internal byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Span<byte> block = stackalloc byte[8];
        for (var at = 0; at < count; at += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block, Next());
            block[..Math.Min(8, count - at)].CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    /// <summary>A random identifier in the form of RFC 9562 §5.4.</summary>
    internal string Identifier() => Identifiers.FromBytes(Bytes(16));
}
