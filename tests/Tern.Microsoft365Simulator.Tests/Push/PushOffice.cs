using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Tests.Push;

/// <summary>An office that listens for notifications.</summary>
internal sealed class PushOffice : IDisposable
{
    internal const string Subscriptions = "https://graph.microsoft.com/v1.0/subscriptions";

    internal Listener Listener { get; } = new();

    internal Office Office { get; private set; } = null!;

    internal Simulator Simulator => Office.Simulator;

    internal Subscription Subscription => Simulator.Push.Subscriptions[0];

    internal static async Task<PushOffice> OpenAsync(int seed = 1)
    {
        var push = new PushOffice();
        push.Office = await new Office(seed, push.Listener).SignedInAsync();
        return push;
    }

    public void Dispose() => Office.Dispose();

    internal JsonObject Wish(string changeType = "created,updated,deleted", string resource = "users/support@contoso.example/mailFolders('inbox')/messages", double minutes = 60 * 24) => new()
    {
        ["changeType"] = changeType,
        ["notificationUrl"] = Listener.Address,
        ["lifecycleNotificationUrl"] = Listener.LifecycleAddress,
        ["resource"] = resource,
        ["expirationDateTime"] = Office.Time.GetUtcNow().AddMinutes(minutes).ToString("O"),
        ["clientState"] = "desk-secret",
    };

    internal async Task<(int Status, JsonObject? Body)> CreateAsync(JsonObject? wish = null)
    {
        var (status, body, _) = await Office.SendJsonAsync(HttpMethod.Post, Subscriptions, (wish ?? Wish()).ToJsonString());
        return (status, body);
    }

    internal async Task<string> SubscribedAsync(JsonObject? wish = null)
    {
        var (status, body) = await CreateAsync(wish);
        Assert.Equal(201, status);
        return Office.Text(body!, "id");
    }

    internal Task<(int Status, JsonObject? Body, HttpResponseMessage Response)> PatchAsync(string id, string json) =>
        Office.SendJsonAsync(HttpMethod.Patch, $"{Subscriptions}/{id}", json);

    internal StoredMessage Deliver(string subject = "Hi") => Simulator.Mailboxes.Deliver(Office.Mailbox, Office.Mail(subject));

    /// <summary>Time passes, and what is due is sent on the way.</summary>
    internal async Task PassAsync(TimeSpan time, int steps = 1)
    {
        for (var i = 0; i < steps; i++)
        {
            Office.Time.Advance(time / steps);
            await Office.Carrier.DeliverDueAsync(Office.Ct);
        }
    }
}
