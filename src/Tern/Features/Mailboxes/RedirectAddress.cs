using Tern.Hosting;

namespace Tern.Features.Mailboxes;

internal static class RedirectAddress
{
    /// <summary>Where Microsoft sends the browser back to. From the configured public address alone; byte for byte the same in every request.</summary>
    internal static string RedirectUri(this PublicAddress address) => address.Of("/mailboxes/callback").AbsoluteUri;
}
