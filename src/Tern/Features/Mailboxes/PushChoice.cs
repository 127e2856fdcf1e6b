namespace Tern.Features.Mailboxes;

/// <summary>Whether Microsoft is asked to tell of new mail.</summary>
internal enum PushChoice
{
    /// <summary>Where the public address is https and not this machine's own.</summary>
    WhenPublic,

    /// <summary>Always; for a simulated Microsoft 365 on the same machine.</summary>
    Always,

    /// <summary>Never: mailboxes are read on a clock alone.</summary>
    Never,
}
