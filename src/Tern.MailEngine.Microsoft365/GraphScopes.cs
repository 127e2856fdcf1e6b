using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365;

/// <summary>The permissions asked for. The prefix follows the cloud's Graph host (Microsoft Graph: "National cloud deployments").</summary>
internal static class GraphScopes
{
    /// <summary>Everything that was consented to for the application.</summary>
    public static string AppOnly(ConnectionSettings connection) => $"{connection.Resource}/.default";

    /// <summary>Read and write mail, send, know who signed in, and stay connected; for a shared mailbox also what others gave access to (Microsoft Graph: "Permissions reference").</summary>
    public static string Delegated(ConnectionSettings connection)
    {
        var own = $"openid profile offline_access {connection.Resource}/Mail.ReadWrite {connection.Resource}/Mail.Send {connection.Resource}/User.Read";
        return connection.IsShared ? $"{own} {connection.Resource}/Mail.ReadWrite.Shared {connection.Resource}/Mail.Send.Shared" : own;
    }
}
