using System.Buffers.Text;
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
            return IsToken(token) ? token : throw Refuse($"The token file {credential.TokenFile} holds no token (three parts separated by dots).", inner: null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Refuse($"The token file {credential.TokenFile} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>A JSON Web Token by its form (RFC 7519 §3). Nothing else leaves this server, whatever the file holds.</summary>
    private static bool IsToken(string text) => text.Split('.') is { Length: 3 } parts && Array.TrueForAll(parts, part => part.Length > 0 && Base64Url.IsValid(part));

    private static MailboxAuthenticationException Refuse(string why, Exception? inner) =>
        new(new Fault(FaultCodes.FederatedTokenUnreadable, FaultClass.AdministratorMustAct, why), inner);
}
