using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>/subscriptions: create, list, show, renew, reauthorize, delete. Nobody sees another application's.</summary>
internal static class Subscriptions
{
    internal static SimulatedResponse Answer(GraphCall call, string[] rest, RequestEntry entry)
    {
        call.World.Throttle.CheckSubscriptions(call.World, call.Caller.App.ClientId, call.Caller.Tenant.Id);
        return (call.Request.Method, rest) switch
        {
            ("POST", []) => CreateSubscription.Answer(call, entry),
            ("GET", []) => List(call),
            ("GET", [var id]) => SubscriptionJson.Entity(call, 200, Find(call, id)),
            ("PATCH", [var id]) => Renew(call, Find(call, id), entry),
            ("DELETE", [var id]) => Delete(call, Find(call, id)),
            ("POST", [var id, "reauthorize" or "microsoft.graph.reauthorize"]) => Reauthorize(call, Find(call, id), entry),
            _ => throw GraphRefusalException.Unrouted(rest is [] or [_] or [_, "reauthorize" or "microsoft.graph.reauthorize"], rest is [_, "reauthorize" or "microsoft.graph.reauthorize", var after, ..] ? after : rest.ElementAtOrDefault(1)),
        };
    }

    /// <summary>When the token of this request ends; the authorization of a subscription lasts as long.</summary>
    internal static DateTimeOffset EndOfToken(World world, RequestEntry entry) => world.Now.AddSeconds(entry.TokenSecondsLeft ?? 0);

    private static SimulatedResponse List(GraphCall call)
    {
        Notifications.Collect(call.World);
        return call.Json(200, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#subscriptions",
            ["value"] = new JsonArray([.. call.World.State.Subscriptions.Where(s => IsOwn(call, s)).Select(s => (JsonNode)SubscriptionJson.Write(s))]),
        });
    }

    // subscription-update: a new end, or a new notificationUrl, which has to prove itself again.
    private static SimulatedResponse Renew(GraphCall call, Subscription subscription, RequestEntry entry)
    {
        var body = call.BodyObject();
        var foreign = body.Select(p => p.Key).FirstOrDefault(k => k.ToUpperInvariant() is not ("EXPIRATIONDATETIME" or "NOTIFICATIONURL"));
        if (foreign is not null && !foreign.StartsWith('@'))
        {
            throw SubscriptionRequest.Invalid($"'{foreign}' cannot be changed; only expirationDateTime and notificationUrl can.");
        }

        var expires = body.Text("expirationDateTime") is null
            ? subscription.Expires
            : SubscriptionRequest.Expiration(call.World, body, subscription.IncludesResourceData);
        var url = body.Text("notificationUrl") is { } text ? SubscriptionRequest.Url(call.World, "notificationUrl", text) : subscription.NotificationUrl;
        var authorizedUntil = EndOfToken(call.World, entry);
        SimulatedResponse Change()
        {
            // Between the handshake and now it may have been deleted, or have ended.
            subscription = Find(call, subscription.Id);
            subscription.Expires = expires;
            subscription.NotificationUrl = url;
            Authorize(subscription, authorizedUntil);
            return SubscriptionJson.Entity(call, 200, subscription);
        }

        return url == subscription.NotificationUrl ? Change() : Handshakes.Before(call, entry, Handshakes.Both(url, subscription.LifecycleNotificationUrl), Change);
    }

    private static SimulatedResponse Reauthorize(GraphCall call, Subscription subscription, RequestEntry entry)
    {
        Authorize(subscription, EndOfToken(call.World, entry));
        return SimulatedResponse.Empty(204);
    }

    private static void Authorize(Subscription subscription, DateTimeOffset until)
    {
        subscription.AuthorizedUntil = until;
        subscription.IsReauthorizationAsked = false;
    }

    private static SimulatedResponse Delete(GraphCall call, Subscription subscription)
    {
        call.World.State.Subscriptions.Remove(subscription);
        return SimulatedResponse.Empty(204);
    }

    private static Subscription Find(GraphCall call, string id)
    {
        Notifications.Collect(call.World);
        return call.World.State.Subscriptions.Find(s => string.Equals(s.Id, id, StringComparison.OrdinalIgnoreCase) && IsOwn(call, s))
            ?? throw new GraphRefusalException(404, "ResourceNotFound", "The object was not found.");
    }

    private static bool IsOwn(GraphCall call, Subscription subscription) =>
        subscription.ClientId == call.Caller.App.ClientId
        && subscription.TenantId == call.Caller.Tenant.Id
        && subscription.UserId == call.Caller.User?.Id;
}
