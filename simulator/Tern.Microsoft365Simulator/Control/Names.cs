using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>What may stand in an address, on either side of the @.</summary>
internal static partial class Names
{
    /// <exception cref="ArgumentException">It is no host name (RFC 1123 §2.1).</exception>
    internal static void CheckDomain(string domain, string otherwise)
    {
        if (domain.Length > 253 || !Domain().IsMatch(domain))
        {
            throw new ArgumentException(otherwise, nameof(domain));
        }
    }

    /// <exception cref="ArgumentException">It is no dot-atom (RFC 5322 §3.2.3).</exception>
    internal static void CheckLocalPart(string name, Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 64 || !LocalPart().IsMatch(name))
        {
            throw new ArgumentException($"\"{name}\" cannot stand before @{tenant.MailDomain}: give what comes before the @, such as support.", nameof(name));
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Domain();

    [GeneratedRegex(@"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LocalPart();
}
