using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Tern.MailEngine.Errors;

namespace Tern.Features.Mailboxes;

/// <summary>Encrypts what the database must not show: secrets, private keys, tokens.</summary>
internal sealed class SecretBox(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Tern.Mailboxes.Secrets.v1");

    internal string Close(string plain) => _protector.Protect(plain);

    /// <returns>Null when the key ring in the data directory is not the one it was encrypted with.</returns>
    internal string? TryOpen(string closed)
    {
        try
        {
            return _protector.Unprotect(closed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <exception cref="MailboxAuthenticationException">The key ring in the data directory is not the one it was encrypted with.</exception>
    internal string Open(string closed)
    {
        try
        {
            return _protector.Unprotect(closed);
        }
        catch (CryptographicException exception)
        {
            throw new MailboxAuthenticationException(
                new Fault(FaultCodes.KeyRingForeign, FaultClass.AdministratorMustAct, "A stored secret cannot be decrypted with the keys in this data directory."),
                exception);
        }
    }
}
