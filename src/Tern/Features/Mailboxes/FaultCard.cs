using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;

namespace Tern.Features.Mailboxes;

/// <summary>What is known of one cause: where it belongs, what it means for mail, who ends it, and with which button or command. The texts hang on the code.</summary>
/// <param name="Code">One of <see cref="FaultCodes"/> or <see cref="DeskFaults"/>; also the anchor on the page of all causes.</param>
/// <param name="Group">Under which heading it stands.</param>
/// <param name="Effect">What it means for mail right now.</param>
/// <param name="Healer">Who can end it.</param>
internal sealed record FaultCard(string Code, FaultGroup Group, FaultEffect Effect, FaultHealer Healer)
{
    /// <summary>The section of the mailbox's page that the button leads to; null where no button there helps.</summary>
    public string? Anchor { get; init; }

    /// <summary>Where the same is mended while the mailbox is being connected.</summary>
    internal SetupStep SetupStep => Anchor is FaultCards.ConsentSection or FaultCards.SignInSection ? SetupStep.Consent : SetupStep.Registration;

    /// <summary>Another place that the button leads to.</summary>
    public string? Link { get; init; }

    /// <summary>Writes the command that helps, for the mailbox in question.</summary>
    public Func<FaultSubject, FaultScript>? Script { get; init; }

    /// <summary>What Microsoft says when it is this cause.</summary>
    public IReadOnlyList<string> ProviderCodes => Microsoft365Codes.Of(Code);
}

/// <summary>The headings of the page of all causes, in its order.</summary>
internal enum FaultGroup
{
    Credentials,
    Registration,
    SigningIn,
    Policies,
    Mails,
    Network,
    Clock,
    Server,
}

/// <summary>What a cause means for mail right now.</summary>
internal enum FaultEffect
{
    /// <summary>Nothing is read or sent until somebody acts.</summary>
    Stopped,

    /// <summary>Goes on for now.</summary>
    StillWorks,

    /// <summary>Late; goes on by itself.</summary>
    Late,

    /// <summary>Replies wait.</summary>
    SendingStopped,

    /// <summary>Replies wait, and new mail is turned away.</summary>
    TurnedAway,

    /// <summary>One reply does not leave.</summary>
    OneReply,

    /// <summary>One mail is late.</summary>
    OneMail,

    /// <summary>One mail stays outside.</summary>
    OneMailOutside,

    /// <summary>Noticed later, by the clock.</summary>
    ByTheClock,

    /// <summary>Read from the beginning.</summary>
    ReadAnew,

    /// <summary>It was late and is there.</summary>
    CaughtUp,

    /// <summary>Cannot be stored here.</summary>
    NotStored,

    /// <summary>What was being entered or signed in was not stored.</summary>
    Unchanged,

    /// <summary>A command looked at nothing.</summary>
    NotChecked,
}

/// <summary>Who can end a cause.</summary>
internal enum FaultHealer
{
    Itself,
    Operator,
    Administrator,

    /// <summary>Who makes secrets and uploads certificates in Entra. What was made is entered in Tern, often by somebody else.</summary>
    RegistrationOwner,
    TenantAdministrator,
    Person,
    Agent,
}

/// <summary>A command that helps, and where it is typed.</summary>
public sealed record FaultScript(FaultShell Shell, string Text);

/// <summary>Where a command is typed.</summary>
public enum FaultShell
{
    Server,
    AzureCli,
    GraphPowerShell,
    ExchangePowerShell,
}

/// <summary>The mailbox that a command is written for.</summary>
internal sealed record FaultSubject
{
    public required string Address { get; init; }

    /// <summary>Who signed in for it; for a shared mailbox somebody else than the mailbox.</summary>
    public required string Account { get; init; }

    public required string Tenant { get; init; }

    public required string ClientId { get; init; }

    public required bool IsDelegated { get; init; }

    public required Uri Authority { get; init; }

    public required Uri Graph { get; init; }

    /// <summary>Microsoft's name of the failed request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Words in place of a mailbox, for the page of all causes.</summary>
    internal static FaultSubject Example { get; } = new()
    {
        Address = "MAILBOX",
        Account = "ACCOUNT",
        Tenant = "TENANT",
        ClientId = "CLIENT-ID",
        IsDelegated = false,
        Authority = new MailboxOptions().Authority,
        Graph = new MailboxOptions().Graph,
    };
}
