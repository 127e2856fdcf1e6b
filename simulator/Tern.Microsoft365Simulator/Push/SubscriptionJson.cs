using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>A subscription as Graph shows it (resources/subscription): secrets come back as null.</summary>
internal static class SubscriptionJson
{
    internal static SimulatedResponse Entity(GraphCall call, int status, Subscription subscription)
    {
        var json = Write(subscription);
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#subscriptions/$entity");
        return call.Json(status, json, status == 201 ? Honoured.Ids : Honoured.None);
    }

    internal static JsonObject Write(Subscription subscription) => new()
    {
        ["id"] = subscription.Id,
        ["resource"] = subscription.Resource,
        ["applicationId"] = subscription.ClientId,
        ["changeType"] = subscription.ChangeType,
        ["clientState"] = null,
        ["notificationUrl"] = subscription.NotificationUrl,
        ["notificationQueryOptions"] = null,
        ["notificationContentType"] = null,
        ["lifecycleNotificationUrl"] = subscription.LifecycleNotificationUrl,
        ["expirationDateTime"] = GraphTime.Write(subscription.Expires),
        ["creatorId"] = subscription.UserId ?? subscription.ClientId,
        ["includeResourceData"] = subscription.IncludesResourceData ? true : null,
        ["latestSupportedTlsVersion"] = subscription.LatestSupportedTlsVersion ?? "v1_2",
        ["encryptionCertificate"] = null,
        ["encryptionCertificateId"] = subscription.EncryptionCertificateId,
        ["notificationUrlAppId"] = null,
    };
}
