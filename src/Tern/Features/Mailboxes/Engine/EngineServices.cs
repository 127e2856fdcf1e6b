using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Credentials;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Health;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Push;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Wires the engine to the database and to Microsoft 365.</summary>
internal static class EngineServices
{
    internal static IServiceCollection AddMailEngine(this IServiceCollection services)
    {
        services.AddOptions<MailEngineOptions>().BindConfiguration("MailEngine").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<MailEngineOptions>>().Value);
        services.AddSingleton(_ => new Random(Environment.TickCount ^ Environment.ProcessId));
        services.AddSingleton<SecretBox>();
        services.AddSingleton<ConnectionReader>();

        services.AddSingleton<IMailboxDirectory, MailboxDirectory>();
        services.AddSingleton<IMailboxLeases, MailboxLeases>();
        services.AddSingleton<ITokenStore, TokenStore>();
        services.AddSingleton<ICredentialStore, CredentialStore>();
        services.AddSingleton<ISubscriptionStore, SubscriptionStore>();
        services.AddSingleton<IPushAddresses>(provider => provider.GetRequiredService<PushAddresses>());
        services.AddSingleton<IMailDelivery, MailDelivery>();
        services.AddSingleton<IOutbox, OutboxTable>();
        services.AddSingleton<IHealthJournal, HealthJournal>();

        services.AddSingleton(provider => MicrosoftHttp.Create());
        services.AddSingleton<ProviderClock>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EntraTokenEndpoint>(provider, Http(provider)));
        services.AddSingleton<IAuthorizationServer>(provider => provider.GetRequiredService<EntraTokenEndpoint>());
        services.AddSingleton<EntraSignIn>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EntraDeviceSignIn>(provider, Http(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<MailboxProbe>(provider, Http(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<MailboxTrial>(provider, Http(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ReachabilityProbe>(provider, Http(provider)));
        services.AddSingleton<IKeyRegistry>(provider => ActivatorUtilities.CreateInstance<EntraKeys>(provider, Http(provider)));
        services.AddSingleton<IMailProvider>(provider => ActivatorUtilities.CreateInstance<Microsoft365Provider>(provider, Http(provider)));

        services.AddSingleton<TokenKeeper>();
        services.AddSingleton<CredentialCare>();
        services.AddSingleton<SubscriptionKeeper>();
        services.AddSingleton<SubscriptionCare>();
        services.AddSingleton<SyncCycle>();
        services.AddSingleton<MailboxCheck>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<Func<MailboxId, MailboxRunner>>(provider => mailbox => ActivatorUtilities.CreateInstance<MailboxRunner>(provider, mailbox));
        services.AddSingleton<MailboxHost>();

        // A command is a node of its own; the server replaces this name by the one that outlives restarts.
        services.AddSingleton(NodeName.OfCommand());
        return services;
    }

    /// <summary>Only the server runs mailboxes.</summary>
    internal static IServiceCollection AddMailboxServer(this IServiceCollection services)
    {
        services.AddSingleton(provider => NodeName.OfServer(provider.GetRequiredService<DataDirectory>()));
        services.AddHostedService<MailboxService>();
        return services;
    }

    private static HttpClient Http(IServiceProvider provider) => provider.GetRequiredService<MicrosoftHttp>().Client;
}
