namespace Tern.Features.Mailboxes;

/// <summary>What proves to Microsoft that it is Tern.</summary>
public enum ProofKind
{
    /// <summary>A certificate that Tern makes, and replaces before it ends.</summary>
    OwnCertificate,

    /// <summary>A certificate with its key, from elsewhere.</summary>
    CertificateFile,

    Secret,

    /// <summary>Another issuer's token in a file.</summary>
    Federated,
}
