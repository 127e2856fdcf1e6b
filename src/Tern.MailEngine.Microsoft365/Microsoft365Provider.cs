using System.Collections.Concurrent;
using Tern.MailEngine.Microsoft365.Graph;
using Tern.MailEngine.Push;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Microsoft365;

/// <summary>Opens Microsoft 365 mailboxes over Microsoft Graph.</summary>
/// <param name="http">Sends; its own time-out must be infinite, redirects off.</param>
/// <param name="tokens">Who holds access tokens.</param>
/// <param name="clock">Compares Microsoft's clock with ours; the same one as the token endpoint's.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Jitter.</param>
public sealed class Microsoft365Provider(HttpClient http, TokenKeeper tokens, ProviderClock clock, TimeProvider time, Random random) : IMailProvider
{
    private readonly ConcurrentDictionary<MailboxId, MailboxTraffic> _traffic = [];

    /// <summary>The provider's name in settings: <c>microsoft365</c>.</summary>
    public const string ProviderName = "microsoft365";

    /// <inheritdoc />
    public string Name => ProviderName;

    /// <inheritdoc />
    public TimeSpan? ClockOffset => clock.Offset;

    /// <inheritdoc />
    public IMailboxSession Open(MailboxSettings settings, SessionUse use)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var traffic = TrafficOf(settings);
        return new GraphSession(Graph(settings, traffic, use), traffic, settings);
    }

    /// <inheritdoc />
    public ISubscriptions? SubscriptionsOf(MailboxSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new GraphSubscriptions(Graph(settings, TrafficOf(settings), SessionUse.Reading), GraphSession.UserOf(settings));
    }

    private MailboxTraffic TrafficOf(MailboxSettings settings) => _traffic.GetOrAdd(settings.Id, _ => new MailboxTraffic(time));

    private GraphClient Graph(MailboxSettings settings, MailboxTraffic traffic, SessionUse use) => new(http, tokens, clock, settings.Connection, traffic, use, time, random);
}
