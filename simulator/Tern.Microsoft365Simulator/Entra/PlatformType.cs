namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Where a redirect URI is registered; it decides how its codes can be redeemed (reply-url).</summary>
public enum PlatformType
{
    /// <summary>A server: redeems with its credential.</summary>
    Web,

    /// <summary>A single page: redeems from the browser, with Origin and without credential; 24 hours at most.</summary>
    Spa,

    /// <summary>Mobile and desktop: redeems without a credential.</summary>
    Native,
}
