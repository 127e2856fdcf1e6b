using Microsoft.Extensions.Logging;
using Tern.MailEngine.Credentials;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Health;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Push;
using Tern.MailEngine.Running;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Testing;

/// <summary>The whole engine of one node, wired by hand on one clock, one seed and one in-memory host.</summary>
public sealed class EngineNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Wires a node.</summary>
    /// <param name="host">Its host.</param>
    /// <param name="server">The provider's token endpoint.</param>
    /// <param name="createProvider">Makes the provider from the node's token keeper.</param>
    /// <param name="createKeys">Makes the provider's list of keys from the node's token keeper.</param>
    /// <param name="options">How the engine works.</param>
    /// <param name="time">The clock.</param>
    /// <param name="seed">The seed of everything drawn.</param>
    /// <param name="log">Where it tells what happens.</param>
    /// <param name="delivery">Where mail goes; null: to the host.</param>
    /// <param name="journal">Where the mailboxes' health goes; null: to the host, which keeps every report.</param>
    /// <param name="addresses">Where the provider can reach the node; null: nowhere.</param>
    public EngineNode(
        InMemoryHost host,
        IAuthorizationServer server,
        Func<TokenKeeper, Random, IMailProvider> createProvider,
        Func<TokenKeeper, Random, IKeyRegistry> createKeys,
        MailEngineOptions options,
        TimeProvider time,
        int seed,
        EventLog log,
        IMailDelivery? delivery = null,
        IHealthJournal? journal = null,
        IPushAddresses? addresses = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(createProvider);
        ArgumentNullException.ThrowIfNull(createKeys);
        var random = new Random(seed);
        Tokens = new TokenKeeper(host, server, time, random, Logger<TokenKeeper>());
        var provider = createProvider(Tokens, random);
        var cycle = new SyncCycle(delivery ?? host, options, time, Logger<SyncCycle>());
        Check = new MailboxCheck(host, [provider], Tokens, cycle, journal ?? host, options, time, random, Logger<MailboxCheck>());
        var sender = new OutboxSender(host, options, time, random, Logger<OutboxSender>());
        var care = new CredentialCare(new InMemoryCredentials(host.Shared, time), createKeys(Tokens, random), time, Logger<CredentialCare>());
        Host = new MailboxHost(
            host,
            host,
            mailbox => new MailboxRunner(mailbox, host, host, Check, sender, time, Logger<MailboxRunner>()),
            host,
            care,
            new SubscriptionCare(new SubscriptionKeeper(new InMemorySubscriptions(host.Shared), addresses ?? InMemorySubscriptions.Unreachable, [provider], options, time, random, Logger<SubscriptionKeeper>()), host, time),
            options,
            time,
            Logger<MailboxHost>());

        Logger<T> Logger<T>() => new(log);
    }

    /// <summary>Holds the access tokens.</summary>
    public TokenKeeper Tokens { get; }

    /// <summary>Checks one mailbox once.</summary>
    public MailboxCheck Check { get; }

    /// <summary>Runs all mailboxes.</summary>
    public MailboxHost Host { get; }

    /// <summary>Starts; everything further happens when the clock moves.</summary>
    public void Start() => SimulatedTime.InPlace(() => Running = Host.RunAsync(_stopping.Token));

    /// <summary>The running host, once started.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Stops in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        SimulatedTime.InPlace(_stopping.Cancel);
        await Running;
        _stopping.Dispose();
    }
}
