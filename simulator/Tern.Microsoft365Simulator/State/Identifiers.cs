namespace Tern.Microsoft365Simulator.State;

/// <summary>Identifiers made from bytes that are already random or hashed.</summary>
internal static class Identifiers
{
    /// <summary>A version 4 UUID (RFC 9562 §5.4) out of sixteen bytes.</summary>
    internal static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[16];
        bytes[..16].CopyTo(copy);
        copy[6] = (byte)((copy[6] & 0x0F) | 0x40);
        copy[8] = (byte)((copy[8] & 0x3F) | 0x80);
        return new Guid(copy, bigEndian: true).ToString("D");
    }
}
