using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Issuers outside whose assertions can count as an application's credential.</summary>
public sealed class IssuerControl
{
    private readonly World _world;

    internal IssuerControl(World world) => _world = world;

    public IReadOnlyList<ForeignIssuer> All
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Issuers];
            }
        }
    }

    /// <summary>Makes a public RSA key (SubjectPublicKeyInfo, DER) known as the issuer's.</summary>
    public ForeignIssuer AddKey(string issuer, ReadOnlySpan<byte> publicKey)
    {
        lock (_world.Gate)
        {
            var known = _world.State.Issuers.Find(i => i.Issuer == issuer);
            if (known is null)
            {
                _world.State.Issuers.Add(known = new ForeignIssuer { Issuer = issuer });
            }

            known.Keys.Add(publicKey.ToArray());
            _world.Version++;
            return known;
        }
    }

    public void Remove(string issuer)
    {
        lock (_world.Gate)
        {
            _world.State.Issuers.RemoveAll(i => i.Issuer == issuer);
            _world.Version++;
        }
    }
}
