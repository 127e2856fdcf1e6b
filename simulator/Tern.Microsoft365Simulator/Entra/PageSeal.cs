using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The flow token of a sign-in page: when it was shown. A page that lay open too long has to be begun again (50089).</summary>
internal static class PageSeal
{
    internal const string Field = "flow";

    internal static string Issue(World world)
    {
        var shown = world.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return $"{shown}.{Sign(world, shown)}";
    }

    internal static void Check(World world, string? seal)
    {
        if (seal is null)
        {
            return;
        }

        var parts = seal.Split('.');
        if (parts.Length != 2 || parts[1] != Sign(world, parts[0])
            || world.Now >= DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)) + world.Settings.SignInPageLife)
        {
            throw new EntraRefusalException(50089);
        }
    }

    private static string Sign(World world, string shown) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(world.Key("sign-in-page"), Encoding.ASCII.GetBytes(shown)).AsSpan(0, 12));
}
