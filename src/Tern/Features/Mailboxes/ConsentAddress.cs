using Tern.Hosting;

namespace Tern.Features.Mailboxes;

internal static class ConsentAddress
{
    /// <summary>Where Microsoft sends an administrator's browser back to after consent; must be registered as well.</summary>
    internal static string ConsentUri(this PublicAddress address) => address.Of("/mailboxes/consent").AbsoluteUri;
}
