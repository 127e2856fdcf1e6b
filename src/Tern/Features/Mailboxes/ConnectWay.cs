namespace Tern.Features.Mailboxes;

/// <summary>How Tern is let in.</summary>
public enum ConnectWay
{
    /// <summary>As the application itself; nobody signs in.</summary>
    App,

    /// <summary>A person signs in on Microsoft's page, which comes back to this server.</summary>
    SignIn,

    /// <summary>A person signs in anywhere and enters a code; nothing has to come back.</summary>
    Device,
}
