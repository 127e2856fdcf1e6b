using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>The present token of a federated credential (Entra: "Workload identity federation"). The platform replaces the file before the token in it ends.</summary>
internal static class FederatedToken
{
    /// <exception cref="MailboxAuthenticationException">The file is not there, cannot be read, or holds no token.</exception>
    public static async Task<string> ReadAsync(FederatedCredential credential, CancellationToken cancellationToken)
    {
        try
        {
            var token = (await File.ReadAllTextAsync(credential.TokenFile, cancellationToken)).Trim();
            return token.Length > 0 ? token : throw Refuse($"The token file {credential.TokenFile} is empty.", inner: null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Refuse($"The token file {credential.TokenFile} cannot be read: {exception.Message}", exception);
        }
    }

    private static MailboxAuthenticationException Refuse(string why, Exception? inner) =>
        new(new Fault(FaultCodes.FederatedTokenUnreadable, FaultClass.AdministratorMustAct, why), inner);
}
