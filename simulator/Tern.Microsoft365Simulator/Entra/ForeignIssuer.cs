namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An issuer outside and its public keys. Entra fetches them; here they are told, for nothing is fetched.</summary>
public sealed class ForeignIssuer
{
    /// <summary>The <c>iss</c> of its tokens.</summary>
    public required string Issuer { get; init; }

    /// <summary>RSA keys, SubjectPublicKeyInfo in DER.</summary>
    public List<byte[]> Keys { get; init; } = [];
}
