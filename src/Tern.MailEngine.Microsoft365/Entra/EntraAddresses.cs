using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>Addresses at Entra for a connection (Entra: "OAuth 2.0 endpoints", "Admin consent").</summary>
public static class EntraAddresses
{
    /// <summary>The tenant's token endpoint.</summary>
    /// <param name="connection">Whose.</param>
    internal static Uri TokenEndpoint(this ConnectionSettings connection) => connection.At("oauth2/v2.0/token");

    /// <summary>The tenant's device authorization endpoint.</summary>
    /// <param name="connection">Whose.</param>
    internal static Uri DeviceEndpoint(this ConnectionSettings connection) => connection.At("oauth2/v2.0/devicecode");

    /// <summary>
    /// The page on which an administrator of the tenant allows the application everything that its registration asks for. The browser comes back with
    /// <c>admin_consent=True</c>, <c>tenant</c> and <c>state</c>, or with <c>error</c>.
    /// </summary>
    /// <param name="connection">Whose.</param>
    /// <param name="redirectUri">Where the browser comes back to; must be registered.</param>
    /// <param name="state">Comes back as it is; names the request.</param>
    public static Uri AdminConsent(ConnectionSettings connection, string redirectUri, string state)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.At($"adminconsent?client_id={Uri.EscapeDataString(connection.ClientId)}&redirect_uri={Uri.EscapeDataString(redirectUri)}&state={Uri.EscapeDataString(state)}");
    }

    /// <summary>The tenant's metadata, which answers without any credential whether the tenant exists in this cloud.</summary>
    /// <param name="connection">Whose.</param>
    internal static Uri Metadata(this ConnectionSettings connection) => connection.At("v2.0/.well-known/openid-configuration");

    internal static Uri At(this ConnectionSettings connection, string path) => new(connection.Authority, $"{Uri.EscapeDataString(connection.Tenant)}/{path}");
}
