namespace Tern.Features.Mailboxes;

/// <summary>Causes of the desk's own, beside <see cref="MailEngine.Errors.FaultCodes"/>; stable as well.</summary>
internal static class DeskFaults
{
    /// <summary>The running server did not answer a request in time.</summary>
    internal const string ServerSilent = "server-silent";

    /// <summary>Another node holds the lease.</summary>
    internal const string BusyElsewhere = "busy-elsewhere";

    /// <summary>A command found no Tern in the data directory it was sent to.</summary>
    internal const string NoInstallation = "no-installation";

    /// <summary>A mail had not left when its mailbox was removed.</summary>
    internal const string MailboxRemoved = "mailbox-removed";

    /// <summary>A client secret's id was entered in place of its value.</summary>
    internal const string SecretIsId = "secret-id-pasted";

    /// <summary>The file that was entered as a certificate is none, or its password does not fit.</summary>
    internal const string CertificateUnreadable = "certificate-unreadable";

    /// <summary>The certificate came without its key.</summary>
    internal const string CertificateWithoutKey = "certificate-without-key";

    /// <summary>Another account signed in, and the mailbox does not open for it.</summary>
    internal const string WrongAccount = "wrong-account";

    /// <summary>A browser came back from Microsoft with a sign-in that we did not begin in it.</summary>
    internal const string SignInNotOurs = "sign-in-not-ours";

    /// <summary>The browser is at another address than the one Microsoft will send it back to.</summary>
    internal const string PublicAddressOther = "public-address-other";

    /// <summary>The cause behind a problem of a form, where there is more to say than its own line.</summary>
    /// <param name="problem">The name of the problem's text.</param>
    internal static string? OfProblem(string problem) => problem switch
    {
        "SecretIsId" => SecretIsId,
        "CertificateUnreadable" => CertificateUnreadable,
        "CertificateWithoutKey" => CertificateWithoutKey,
        "CredentialMissing" => MailEngine.Errors.FaultCodes.CredentialMissing,
        _ => null,
    };
}
