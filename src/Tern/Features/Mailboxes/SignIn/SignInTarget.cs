using Tern.MailEngine;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>What somebody signs in for: a mailbox that exists, or one that is being connected.</summary>
/// <param name="Mailbox">A mailbox.</param>
/// <param name="Setup">A setup.</param>
/// <param name="ByDevice">At another screen, with a code.</param>
/// <param name="AllowsOther">The administrator has confirmed that from now on it may be another account than the one that signed in first.</param>
internal sealed record SignInTarget(Guid? Mailbox, Guid? Setup, bool ByDevice = false, bool AllowsOther = false)
{
    internal static SignInTarget OfMailbox(Guid id, bool allowsOther = false) => new(id, Setup: null, AllowsOther: allowsOther);

    internal static SignInTarget OfSetup(Guid id, bool allowsOther = false) => new(Mailbox: null, id, AllowsOther: allowsOther);

    /// <summary>Where the pages of this sign-in are, without what follows.</summary>
    internal string Path => Mailbox is { } mailbox ? MailboxPath.Of(new MailboxId(mailbox)) : SetupPath.Of(new MailboxSetupId(Setup!.Value));

    /// <summary>Where it begins anew when somebody confirms that it may be another account.</summary>
    internal string WithOther => $"{Path}/{(ByDevice ? "device" : "sign-in")}?other=true";

    /// <summary>Where it leads back to.</summary>
    internal string Back => Mailbox is not null ? Path : SetupPath.Of(new MailboxSetupId(Setup!.Value), SetupStep.Consent);
}
