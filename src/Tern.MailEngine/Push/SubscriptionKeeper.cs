using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Push;

/// <summary>
/// Keeps one subscription alive for each mailbox: makes it, renews it at half its life, looks for it every hour, and makes another one when it is gone.
/// Push is only a bell: mailboxes are read on a clock all the same, so that whatever fails here costs seconds and never mail.
/// </summary>
/// <param name="store">Where subscriptions are kept.</param>
/// <param name="addresses">Where we can be reached.</param>
/// <param name="providers">Who can tell us.</param>
/// <param name="options">How long subscriptions last.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Jitter.</param>
/// <param name="logger">Where it is told.</param>
public sealed class SubscriptionKeeper(
    ISubscriptionStore store,
    IPushAddresses addresses,
    IEnumerable<IMailProvider> providers,
    MailEngineOptions options,
    TimeProvider time,
    Random random,
    ILogger<SubscriptionKeeper> logger)
{
    /// <summary>A subscription may end without a word; so it is looked for.</summary>
    private static readonly TimeSpan LookGap = TimeSpan.FromHours(1);

    /// <summary>A wish is shorter than the bound by this, for clocks that differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Where the provider names no bound: the one it had for years.</summary>
    private static readonly TimeSpan UsualBound = TimeSpan.FromMinutes(4_230);

    private static readonly TimeSpan ShortestGap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(1);
    private readonly IMailProvider[] _providers = [.. providers];

    /// <summary>The mailboxes that want care by now; none where nobody can reach us.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<IReadOnlyList<MailboxId>> ListDueAsync(CancellationToken cancellationToken) =>
        addresses.CanBeReached ? store.ListDueAsync(time.GetUtcNow(), cancellationToken) : Task.FromResult<IReadOnlyList<MailboxId>>([]);

    /// <summary>Does what is due for one mailbox. Failures of the provider are kept and told, not thrown.</summary>
    /// <param name="settings">Fresh settings.</param>
    /// <param name="reason">Why it is called.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>True when changes may have gone untold, so that the mailbox should be read now.</returns>
    public async Task<bool> RunAsync(MailboxSettings settings, CareReason reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.IsPaused || addresses.AddressFor(settings.Id) is not { } address
            || Array.Find(_providers, p => p.Name == settings.Connection.Provider)?.SubscriptionsOf(settings) is not { } subscriptions)
        {
            return false;
        }

        var kept = await store.FindAsync(settings.Id, cancellationToken)
            ?? new KeptSubscription { Mailbox = settings.Id, ClientState = NewState(settings.Id), CareAt = time.GetUtcNow() };
        try
        {
            return await AdvanceAsync(subscriptions, address, kept, reason, cancellationToken);
        }
        catch (MailboxException exception)
        {
            await FailAsync(kept.Mailbox, reason, exception.Fault, cancellationToken);
            return false;
        }
    }

    private async Task<bool> AdvanceAsync(ISubscriptions subscriptions, PushAddress address, KeptSubscription kept, CareReason reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (kept.CareAt > now && !kept.IsAlive(now))
        {
            return false; // nothing was promised, so nothing was broken; it comes when it is due
        }

        if (!kept.IsAlive(now) || kept.Address != address.Notifications || reason == CareReason.Removed)
        {
            return await ReplaceAsync(subscriptions, address, kept, cancellationToken);
        }

        if (reason == CareReason.Silent)
        {
            // It is there and tells nothing: whatever is wrong with it, a new one has it not.
            await subscriptions.DeleteAsync(kept.Id!, cancellationToken);
            return await ReplaceAsync(subscriptions, address, kept, cancellationToken);
        }

        var found = reason == CareReason.Reauthorize || kept.RenewAt <= now
            ? await RenewAsync(subscriptions, kept, cancellationToken)
            : await subscriptions.FindAsync(kept.Id!, cancellationToken);
        if (found is null)
        {
            Log.SubscriptionGone(logger, kept.Mailbox, kept.Id!);
            return await ReplaceAsync(subscriptions, address, kept, cancellationToken);
        }

        await KeepAsync(kept, found, isRenewed: found.ExpiresAt > kept.ExpiresAt, cancellationToken);
        return false;
    }

    private async Task<Subscription?> RenewAsync(ISubscriptions subscriptions, KeptSubscription kept, CancellationToken cancellationToken)
    {
        try
        {
            return await subscriptions.RenewAsync(kept.Id!, End(kept.Longest), cancellationToken);
        }
        catch (SubscriptionTooLongException tooLong)
        {
            return await subscriptions.RenewAsync(kept.Id!, End(await RememberBoundAsync(kept, tooLong, cancellationToken)), cancellationToken);
        }
    }

    private async Task<bool> ReplaceAsync(ISubscriptions subscriptions, PushAddress address, KeptSubscription kept, CancellationToken cancellationToken)
    {
        var mayExist = kept.IsAsked && kept.Address == address.Notifications;

        // A new one gets a secret of its own; one that may exist already has the secret that was kept when it was asked for.
        var asking = kept with
        {
            ClientState = mayExist ? kept.ClientState : NewState(kept.Mailbox),
            Id = null,
            Address = address.Notifications,
            ExpiresAt = null,
            RenewAt = null,
            IsAsked = true,
            CareAt = time.GetUtcNow() + ShortestGap,
        };
        await store.SaveAsync(asking, cancellationToken);
        var made = await CreateAsync(subscriptions, address, asking, mayExist, cancellationToken);
        Log.SubscriptionMade(logger, kept.Mailbox, made.Id, made.ExpiresAt);
        await KeepAsync(asking, made, isRenewed: true, cancellationToken);
        return true;
    }

    private async Task<Subscription> CreateAsync(ISubscriptions subscriptions, PushAddress address, KeptSubscription asking, bool mayExist, CancellationToken cancellationToken)
    {
        try
        {
            return await subscriptions.CreateAsync(Wish(asking.Longest), cancellationToken);
        }
        catch (SubscriptionTooLongException tooLong)
        {
            var longest = await RememberBoundAsync(asking, tooLong, cancellationToken);
            return await subscriptions.CreateAsync(Wish(longest), cancellationToken);
        }
        catch (SubscriptionExistsException exists)
        {
            return await ClearAsync(subscriptions, address, mayExist, exists, cancellationToken)
                ?? await subscriptions.CreateAsync(Wish(asking.Longest), cancellationToken);
        }

        SubscriptionWish Wish(TimeSpan? longest) => new(address, asking.ClientState, End(longest));
    }

    /// <summary>
    /// A subscription stands in the way. The one whose making we were not told of is taken over; others of ours have a secret that is forgotten, and go.
    /// Ours are those that lead to this very mailbox of ours, at whatever address we had then: the mailbox's id is in none of another installation.
    /// </summary>
    private static async Task<Subscription?> ClearAsync(ISubscriptions subscriptions, PushAddress address, bool mayExist, SubscriptionExistsException exists, CancellationToken cancellationToken)
    {
        var ours = (await subscriptions.ListAsync(cancellationToken))
            .Where(s => s.NotificationUrl?.AbsolutePath.EndsWith(LastPart(address), StringComparison.OrdinalIgnoreCase) == true)
            .OrderByDescending(s => s.ExpiresAt)
            .ToList();
        var adopted = mayExist ? ours.Find(s => s.NotificationUrl == address.Notifications) : null;
        foreach (var stray in ours.Where(s => s != adopted))
        {
            await subscriptions.DeleteAsync(stray.Id, cancellationToken);
        }

        return ours.Count > 0
            ? adopted
            : throw new MailboxAuthenticationException(exists.Fault with { Code = FaultCodes.PushTaken, Class = FaultClass.AdministratorMustAct }, exists);
    }

    private static string LastPart(PushAddress address) => address.Notifications.AbsolutePath[address.Notifications.AbsolutePath.LastIndexOf('/')..];

    private async Task<TimeSpan> RememberBoundAsync(KeptSubscription kept, SubscriptionTooLongException tooLong, CancellationToken cancellationToken)
    {
        var longest = tooLong.Longest is { } said && said > 2 * Margin ? said : kept.Longest is { } before && before <= UsualBound ? before / 2 : UsualBound;
        await store.SaveAsync(kept with { Longest = longest }, cancellationToken);
        Log.SubscriptionBound(logger, kept.Mailbox, longest);
        return longest;
    }

    private DateTimeOffset End(TimeSpan? longest)
    {
        var length = longest is { } bound && bound - Margin < options.SubscriptionLength ? bound - Margin : options.SubscriptionLength;
        return time.GetUtcNow() + length;
    }

    private async Task KeepAsync(KeptSubscription kept, Subscription found, bool isRenewed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var renewAt = isRenewed ? now + ((found.ExpiresAt - now) / 2) : kept.RenewAt!.Value;
        var latest = await store.FindAsync(kept.Mailbox, cancellationToken) ?? kept; // with the bound that may have been learned meanwhile
        await store.SaveAsync(
            kept with
            {
                Longest = latest.Longest,
                Id = found.Id,
                ExpiresAt = found.ExpiresAt,
                RenewAt = renewAt,
                IsAsked = false,
                Failures = 0,
                Fault = null,
                CareAt = renewAt < now + LookGap ? renewAt : now + LookGap,
            },
            cancellationToken);
    }

    private async Task FailAsync(MailboxId mailbox, CareReason reason, Fault fault, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(mailbox, cancellationToken) is not { } kept)
        {
            return;
        }

        var failures = kept.Failures + 1;
        var careAt = time.GetUtcNow() + (fault.RetryAfter ?? Gap(failures));
        Log.SubscriptionFailed(logger, mailbox, fault.Code, fault.ProviderCode, fault.Detail, careAt);
        await store.SaveAsync(
            kept with
            {
                Failures = failures,
                Fault = fault,
                IsAsked = kept.IsAsked && fault.Class is FaultClass.Transient or FaultClass.Throttled,
                ExpiresAt = reason == CareReason.Silent ? null : kept.ExpiresAt, // it told nothing while it lived: the next attempt makes another one
                RenewAt = reason == CareReason.Reauthorize ? careAt : kept.RenewAt, // the provider wanted it renewed, and says so once
                CareAt = careAt,
            },
            cancellationToken);
    }

    /// <summary>From half a minute, doubling, up to an hour; somewhere in the upper half of that, so that many do not come back together.</summary>
    private TimeSpan Gap(int failures)
    {
        double draw;
        lock (random)
        {
            draw = random.NextDouble();
        }

        var ceiling = Math.Min(2 * ShortestGap.TotalSeconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 10)), LongestGap.TotalSeconds);
        return TimeSpan.FromSeconds(ceiling * (0.5 + (draw / 2)));
    }

    /// <summary>It names the mailbox, so that a notification needs no table to find its place, and cannot be guessed.</summary>
    private static string NewState(MailboxId mailbox) => $"{mailbox.Value:N}{RandomNumberGenerator.GetHexString(64, lowercase: true)}";
}
