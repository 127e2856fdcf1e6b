namespace Tern.MailEngine.Push;

/// <summary>Why a subscription is looked after.</summary>
public enum CareReason
{
    /// <summary>It is time.</summary>
    Due,

    /// <summary>The provider wants to see a present token.</summary>
    Reauthorize,

    /// <summary>The provider says that it ended it.</summary>
    Removed,

    /// <summary>Mail came of which nothing was told.</summary>
    Unannounced,

    /// <summary>That again, although the subscription was found in its place.</summary>
    Silent,
}
