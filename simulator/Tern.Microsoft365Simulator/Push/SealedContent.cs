using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>
/// Resource data for the holder of a certificate (change-notifications-with-resource-data, "Decrypting resource data"):
/// a key of its own for each notification, wrapped by RSA-OAEP with SHA-1; AES-CBC whose IV is the key's first 16 bytes; HMAC-SHA256 over it.
/// </summary>
internal static class SealedContent
{
    internal static JsonObject Write(SeededSequence sequence, string certificate, string certificateId, byte[] content)
    {
        using var loaded = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(certificate));
        using var rsa = loaded.GetRSAPublicKey()!;
        var key = sequence.Bytes(32);
        using var aes = Aes.Create();
        aes.Key = key;
        var data = aes.EncryptCbc(content, key.AsSpan(0, 16));
        return new JsonObject
        {
            ["data"] = Convert.ToBase64String(data),
            ["dataSignature"] = Convert.ToBase64String(HMACSHA256.HashData(key, data)),
            ["dataKey"] = Convert.ToBase64String(Wrap(sequence, rsa.ExportParameters(includePrivateParameters: false), key)),
            ["encryptionCertificateId"] = certificateId,
            ["encryptionCertificateThumbprint"] = loaded.Thumbprint,
        };
    }

    // RFC 8017 §7.1.1. The platform's own OAEP draws from the operating system; this one from the seed, so that runs repeat.
    private static byte[] Wrap(SeededSequence sequence, RSAParameters key, byte[] message)
    {
        var (length, hash) = (key.Modulus!.Length, SHA1.HashSizeInBytes);
        var block = new byte[length - hash - 1];
#pragma warning disable CA5350 // Microsoft wraps the key with OAEP over SHA-1.
        SHA1.HashData([]).CopyTo(block, 0);
#pragma warning restore CA5350
        block[^(message.Length + 1)] = 1;
        message.CopyTo(block.AsSpan(block.Length - message.Length));
        var seed = sequence.Bytes(hash);
        Mask(block, seed);
        Mask(seed, block);
        byte[] encoded = [0, .. seed, .. block];
        var wrapped = BigInteger.ModPow(Number(encoded), Number(key.Exponent!), Number(key.Modulus));
        var bytes = wrapped.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }

    /// <summary>MGF1 with SHA-1 over the seed, put over the target (RFC 8017 §B.2.1).</summary>
    private static void Mask(byte[] target, byte[] seed)
    {
        for (var (at, counter) = (0, 0); at < target.Length; counter++)
        {
#pragma warning disable CA5350 // As above.
            foreach (var part in SHA1.HashData([.. seed, (byte)(counter >> 24), (byte)(counter >> 16), (byte)(counter >> 8), (byte)counter]))
#pragma warning restore CA5350
            {
                if (at < target.Length)
                {
                    target[at++] ^= part;
                }
            }
        }
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
