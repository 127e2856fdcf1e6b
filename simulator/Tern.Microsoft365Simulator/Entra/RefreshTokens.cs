using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// Refresh tokens name their grant, a number and the instant of issue, sealed with the seed's key: a year of hourly
/// refreshes leaves next to nothing behind, and every token ever given out can still be judged.
/// </summary>
internal static class RefreshTokens
{
    private const int UsesKept = 20;

    internal static string Issue(World world, Grant grant)
    {
        grant.LastToken++;
        var payload = Encoding.ASCII.GetBytes($"{grant.Id}.{grant.LastToken}.{world.Now.UtcTicks}");
        return "1.A" + Base64Url.EncodeToString([.. HMACSHA256.HashData(Key(world), payload), .. payload]);
    }

    /// <summary>The grant a token of ours names, whether or not it is still good; null for anything else.</summary>
    internal static string? GrantIdOf(World world, string token) => Read(world, token)?.Grant;

    /// <summary>Finds the grant behind a token, and the token's number.</summary>
    /// <exception cref="EntraRefusalException">The token is garbled, of another client, or past its end.</exception>
    internal static (Grant Grant, long Number) Redeem(World world, AppRegistration app, Tenant? tenant, string token)
    {
        var (grantId, number, issued) = Read(world, token) ?? throw new EntraRefusalException(70000, "The provided value for the 'refresh_token' is malformed or was not issued here.");
        // A grant is forgotten long after its last token has ended.
        var grant = world.State.Grants.FindById(grantId)
            ?? throw (world.Now >= issued + world.Settings.RefreshTokenLife
                ? Idle(world, issued)
                : new EntraRefusalException(70000, "The grant behind the refresh token does not exist any more."));
        if (grant.ClientId != app.ClientId)
        {
            throw new EntraRefusalException(EntraError.Of(70000, "The refresh token was issued to another client.") with { Suberror = "client_mismatch" });
        }

        if (tenant is not null && tenant.Id != grant.TenantId)
        {
            throw new EntraRefusalException(700005);
        }

        CheckAge(world, grant, number, issued);
        return world.Settings.StrictRotation && number != grant.LastToken
            ? throw new EntraRefusalException(70000, "The refresh token was already exchanged for a newer one.")
            : (grant, number);
    }

    /// <summary>Remembers that a token was good just now: its life counts from here.</summary>
    internal static void Used(World world, Grant grant, long number)
    {
        grant.TokenUses[number] = world.Now;
        // Whoever takes the new token each time never comes back to the old ones.
        if (grant.TokenUses.Count > UsesKept)
        {
            grant.TokenUses.Remove(grant.TokenUses.MinBy(use => (use.Value, use.Key)).Key);
        }
    }

    private static void CheckAge(World world, Grant grant, long number, DateTimeOffset issued)
    {
        var fixedLife = world.Settings.SpaRefreshTokenLife;
        if (grant.Platform == PlatformType.Spa && world.Now >= grant.Issued + fixedLife)
        {
            throw new EntraRefusalException(700084, $"The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {fixedLife:d\\.hh\\:mm\\:ss}, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {grant.Issued:O}.");
        }

        var lastUse = grant.TokenUses.TryGetValue(number, out var used) && used > issued ? used : issued;
        if (world.Now >= lastUse + world.Settings.RefreshTokenLife)
        {
            throw Idle(world, issued);
        }
    }

    private static EntraRefusalException Idle(World world, DateTimeOffset issued) =>
        new(700082, $"The refresh token has expired due to inactivity. The token was issued on {issued:O} and was inactive for {world.Settings.RefreshTokenLife:d\\.hh\\:mm\\:ss}.");

    private static (string Grant, long Number, DateTimeOffset Issued)? Read(World world, string token)
    {
        if (!token.StartsWith("1.A", StringComparison.Ordinal) || !Base64Url.IsValid(token.AsSpan(3)))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token.AsSpan(3));
        if (bytes.Length <= 32 || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Key(world), bytes.AsSpan(32)), bytes.AsSpan(0, 32)))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(bytes, 32, bytes.Length - 32).Split('.');
        return (parts[0], long.Parse(parts[1]), new DateTimeOffset(long.Parse(parts[2]), TimeSpan.Zero));
    }

    private static byte[] Key(World world) => world.Key("refresh-token");
}
