using Tern.MailEngine;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>A setup that is worked on in one request: its row, its answers, and the connection it has come to.</summary>
internal sealed class OpenSetup
{
    public required MailboxSetup Row { get; init; }

    public required SetupAnswers Answers { get; set; }

    public Connection? Connection { get; set; }

    public Grant? Grant { get; set; }

    /// <summary>The mailbox that is connected by the address already, where one is.</summary>
    public MailboxId? Taken { get; set; }

    internal MailboxSetupId Id => Row.Id;

    /// <summary>From the first import on nothing of the earlier steps changes here any more.</summary>
    internal bool IsClosed => Row.MailboxId is not null;

    internal GrantKind GrantKind => Answers.Way == ConnectWay.App ? GrantKind.AppOnly : GrantKind.Delegated;

    /// <summary>Where the cloud is that was chosen.</summary>
    internal CloudAddresses Addresses(MailboxOptions options) =>
        Answers is { Cloud: Cloud.Custom, CustomAuthority: { } authority, CustomGraph: { } graph }
            ? CloudAddresses.Custom(new Uri(authority), new Uri(graph))
            : CloudAddresses.Of(Answers.Cloud, options);
}
