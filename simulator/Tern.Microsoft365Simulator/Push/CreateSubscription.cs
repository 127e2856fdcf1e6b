using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>POST /subscriptions (subscription-post-subscriptions): judged, tried out by the handshake, then kept.</summary>
internal static class CreateSubscription
{
    // Write permissions are listed as "may not be honoured" (subscription-post-subscriptions), so they have a switch.
    private static readonly string[] Readers = ["Mail.Read", "Mail.ReadBasic", "Mail.ReadBasic.All"];

    internal static SimulatedResponse Answer(GraphCall call, RequestEntry entry)
    {
        var subscription = Judge(call, call.BodyObject(), entry);
        return Handshakes.Before(call, entry, Handshakes.Both(subscription.NotificationUrl, subscription.LifecycleNotificationUrl), () => Keep(call, subscription));
    }

    private static SimulatedResponse Keep(GraphCall call, Subscription subscription)
    {
        // Between the handshake and now somebody else may have made the same one, or taken away what it is about.
        RefuseTwinsAndCrowds(call.World, subscription);
        if (!call.World.State.Mailboxes.TryGetValue(subscription.MailboxUserId, out var mailbox) || (subscription.Folder is { } folder && !mailbox.Folders.Exists(f => f.Number == folder)))
        {
            throw Wrapped(404, "NotFound", "The specified object was not found in the store.");
        }

        if (!Authorizations.IsAllowed(call.World, subscription))
        {
            throw Wrapped(403, "Forbidden", "Access is denied. Check credentials and try again.");
        }

        subscription.LastChange = mailbox.LastChange;
        call.World.State.Subscriptions.Add(subscription);
        call.World.Version++;
        return SubscriptionJson.Entity(call, 201, subscription);
    }

    private static Subscription Judge(GraphCall call, JsonObject body, RequestEntry entry)
    {
        var world = call.World;
        var changeType = SubscriptionRequest.ChangeType(body);
        var url = SubscriptionRequest.Url(world, "notificationUrl", SubscriptionRequest.Required(body, "notificationUrl"));
        var lifecycle = body.Text("lifecycleNotificationUrl") is { } text ? SubscriptionRequest.Url(world, "lifecycleNotificationUrl", text) : null;
        var asked = SubscriptionRequest.Required(body, "resource");
        var resource = InOutlook(() => SubscribedResource.Read(call, asked));
        var withData = body.Flag("includeResourceData") ?? false;
        if (withData)
        {
            SubscriptionRequest.CheckResourceData(body, resource.Selected);
        }

        var expires = SubscriptionRequest.Expiration(world, body, withData);
        var folder = Open(call, resource, withData);
        entry.Mailbox = resource.User.UserPrincipalName;
        var subscription = new Subscription
        {
            Id = world.Identifier("subscription", world.State.Requests),
            ClientId = call.Caller.App.ClientId,
            TenantId = call.Caller.Tenant.Id,
            UserId = call.Caller.User?.Id,
            ChangeType = changeType,
            NotificationUrl = url,
            LifecycleNotificationUrl = lifecycle,
            Resource = asked,
            MailboxUserId = resource.User.Id,
            Folder = folder,
            Selected = [.. resource.Selected],
            ClientState = SubscriptionRequest.ClientState(body),
            Expires = expires,
            IncludesResourceData = withData,
            EncryptionCertificate = withData ? body.Text("encryptionCertificate") : null,
            EncryptionCertificateId = withData ? body.Text("encryptionCertificateId") : null,
            LatestSupportedTlsVersion = SubscriptionRequest.TlsVersion(body),
            UsesImmutableIds = call.ImmutableIds,
            Created = world.Now,
            AuthorizedUntil = Subscriptions.EndOfToken(world, entry),
        };
        RefuseTwinsAndCrowds(world, subscription);
        return subscription;
    }

    /// <summary>The mailbox has to be open to the caller; Outlook's own refusal comes wrapped.</summary>
    private static int? Open(GraphCall call, SubscribedResource resource, bool withData)
    {
        // Delegated permissions cover the signed-in user's own mailbox only (subscription-post-subscriptions).
        if (call.Caller.User is { } person && person != resource.User)
        {
            throw Wrapped(403, "Forbidden", "Access is denied. Check credentials and try again.");
        }

        var permissions = withData ? ["Mail.Read"] : Readers;
        return InOutlook<int?>(() =>
        {
            MailboxAccess.Open(call, resource.User, call.World.Settings.ReadWriteMaySubscribe ? [.. permissions, "Mail.ReadWrite"] : permissions);
            return resource.Folder is { } key ? call.FindFolder(key).Number : null;
        });
    }

    private static T InOutlook<T>(Func<T> look)
    {
        try
        {
            return look();
        }
        catch (GraphRefusalException refusal) when (refusal.Status is 403 or 404)
        {
            throw Wrapped(refusal.Status, refusal.Status == 403 ? "Forbidden" : "NotFound", refusal.Message);
        }
    }

    private static void RefuseTwinsAndCrowds(World world, Subscription subscription)
    {
        Notifications.Collect(world);
        if (world.State.Subscriptions.Exists(subscription.IsTwinOf))
        {
            throw Wrapped(409, "Conflict", "A subscription of this application for this resource and change type exists already.");
        }

        var limit = world.Settings.SubscriptionsPerMailbox;
        if (limit > 0 && world.State.Subscriptions.Count(s => s.MailboxUserId == subscription.MailboxUserId) >= limit)
        {
            throw Wrapped(403, "Forbidden", "Maximum number of subscriptions has been reached");
        }
    }

    // The form in which Outlook's and other workloads' refusals of a subscription are reported (microsoft-graph-docs issue 21403).
    private static GraphRefusalException Wrapped(int status, string name, string reason) =>
        new(status, "ExtensionError", $"Operation: Create; Exception: [Status Code: {name}; Reason: {reason}]");
}
