using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>What is written into a notification (resources/changenotification).</summary>
internal static class NotificationJson
{
    // The application that signs for Microsoft Graph change tracking (change-notifications-with-resource-data).
    private const string Publisher = "0bf30f3b-4a52-48df-9a82-234910c4a086";

    internal static JsonObject Change(
        World world, Subscription subscription, Mailbox mailbox, FolderChange change, string kind, string? clientState)
    {
        var id = world.Ids().Message(mailbox, change.Message, change.Moves, subscription.UsesImmutableIds);
        var resource = $"Users/{mailbox.UserId}/Messages/{id}";
        var message = mailbox.Messages.GetValueOrDefault(change.Message);
        var json = new JsonObject
        {
            ["id"] = world.Identifier("notification " + subscription.Id, change.Sequence),
            ["subscriptionId"] = subscription.Id,
            ["subscriptionExpirationDateTime"] = GraphTime.Write(subscription.Expires),
            ["clientState"] = clientState,
            ["changeType"] = kind,
            ["resource"] = resource,
            ["tenantId"] = subscription.TenantId,
            ["resourceData"] = new JsonObject
            {
                ["@odata.type"] = "#Microsoft.Graph.Message",
                ["@odata.id"] = resource,
                ["@odata.etag"] = message is null ? null : MessageWriter.Etag(message),
                ["id"] = id,
            },
        };
        if (subscription.IncludesResourceData && message is not null && kind != "deleted")
        {
            json["encryptedContent"] = SealedContent.Write(
                world.Sequence($"sealed {subscription.Id} {change.Sequence}"), subscription.EncryptionCertificate!, subscription.EncryptionCertificateId!, JsonText.Bytes(Data(world, subscription, mailbox, message)));
        }

        return json;
    }

    internal static JsonObject Lifecycle(Subscription subscription, string lifecycleEvent) => new()
    {
        ["subscriptionId"] = subscription.Id,
        ["subscriptionExpirationDateTime"] = GraphTime.Write(subscription.Expires),
        ["tenantId"] = subscription.TenantId,
        ["clientState"] = subscription.ClientState,
        ["lifecycleEvent"] = lifecycleEvent,
    };

    /// <summary>The whole body; proof of origin goes along where content is encrypted.</summary>
    internal static string Collection(World world, NotificationPost post)
    {
        var value = new JsonArray([.. post.Items.Select(i => JsonNode.Parse(i.Json))]);
        var body = new JsonObject { ["value"] = value };
        if (value.Any(v => v!["encryptedContent"] is not null))
        {
            var tokens = post.Items
                .Select(i => world.State.Subscriptions.Find(s => s.Id == i.SubscriptionId))
                .OfType<Subscription>()
                .Select(s => (s.ClientId, s.TenantId))
                .Distinct()
                .Select(p => (JsonNode)ValidationToken(world, p.ClientId, p.TenantId));
            body["validationTokens"] = new JsonArray([.. tokens]);
        }

        return body.ToJsonString(JsonText.Options);
    }

    private static string ValidationToken(World world, string clientId, string tenantId)
    {
        var now = world.Now.ToUnixTimeSeconds();
        return IdTokens.Sign(new JsonObject
        {
            ["aud"] = clientId,
            ["iss"] = $"https://login.microsoftonline.com/{tenantId}/v2.0",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 3600,
            ["appid"] = Publisher,
            ["azp"] = Publisher,
            ["azpacr"] = "2",
            ["tid"] = tenantId,
            ["ver"] = "2.0",
            ["uti"] = Base64Url.EncodeToString(SHA256.HashData(JsonText.Bytes(JsonValue.Create($"{clientId}{now}")))),
        });
    }

    private static JsonObject Data(World world, Subscription subscription, Mailbox mailbox, StoredMessage message)
    {
        var directory = world.State.Directory();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (subscription.UsesImmutableIds)
        {
            headers["Prefer"] = "IdType=\"ImmutableId\"";
        }

        // Read as the subscription's owner would read it.
        var caller = new GraphCaller(
            directory.FindTenant(subscription.TenantId)!, directory.FindApp(subscription.ClientId)!, User: null, new HashSet<string>(["Mail.Read"], StringComparer.OrdinalIgnoreCase));
        var call = new GraphCall(world, new SimulatedRequest("GET", "https://graph.microsoft.com", "/", headers, ReadOnlyMemory<byte>.Empty), caller)
        {
            Mailbox = mailbox,
            Owner = directory.FindUser(mailbox.UserId)!,
        };
        var shape = MessageShape.Read(string.Join(',', subscription.Selected), expand: null);
        return (JsonObject)JsonNode.Parse(MessageWriter.Single(call, 200, message, shape).Body.Span)!;
    }
}
