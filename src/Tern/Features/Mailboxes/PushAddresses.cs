using Microsoft.Extensions.Options;
using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Push;

namespace Tern.Features.Mailboxes;

/// <summary>Where Microsoft tells of new mail: under the one public address, if that can be reached from outside.</summary>
internal sealed class PushAddresses(PublicAddress address, IOptions<MailboxOptions> options) : IPushAddresses
{
    internal const string Root = "/push";

    internal PushChoice Choice => options.Value.Push;

    public bool CanBeReached => Choice switch
    {
        PushChoice.Always => true,
        PushChoice.Never => false,
        _ => address.IsHttps && !address.Base.IsLoopback,
    };

    public PushAddress? AddressFor(MailboxId mailbox) => CanBeReached
        ? new PushAddress(address.Of($"{Root}/{mailbox.Value:N}"), address.Of($"{Root}/lifecycle/{mailbox.Value:N}"))
        : null;
}
