using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Tests.Push;

namespace Tern.Microsoft365Simulator.Tests.Control;

/// <summary>The addresses for push, rights, roles and bounces.</summary>
public sealed class PushCommandTests : IAsyncLifetime
{
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("delay=3")]
    [InlineData("delay=3s")]
    [InlineData("delay=-00:00:03")]
    [InlineData("status=slow")]
    [InlineData("status=99")]
    public void Own_endpoint_refuses_what_it_cannot_read(string query) =>
        Assert.Equal(400, _push.Simulator.Handle(Request("POST", $"push/endpoint?{query}", "{}")).Status);

    [Fact]
    public async Task Subscriptions_are_shown_told_and_removed()
    {
        var id = await _push.SubscribedAsync();
        Assert.Equal(id, Ask("GET", "subscriptions")["value"]![0]!["id"]!.GetValue<string>());
        Ask("POST", $"subscriptions/{id}/lifecycle", """{"event":"missed"}""", 204);
        Ask("POST", $"subscriptions/{id}/lifecycle", """{"event":"else"}""", 400);
        Assert.Single((JsonArray)Ask("GET", "push")["waiting"]!);
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("Delivered", Ask("GET", "push/sent?last=1")["value"]![0]!["outcome"]!.GetValue<string>());
        Assert.NotNull(Ask("GET", "push")["endpoints"]!["desk.example"]);
        Ask("DELETE", $"subscriptions/{id}", status: 204);
        Ask("DELETE", $"subscriptions/{id}", status: 404);
    }

    [Fact]
    public void Own_endpoint_proves_itself_and_takes_everything_unless_told_otherwise()
    {
        var proven = _push.Simulator.Handle(Request("POST", "push/endpoint?validationToken=a%20b", string.Empty));
        Assert.Equal((200, "a b", "text/plain; charset=utf-8"), (proven.Status, proven.BodyText, proven.Header("Content-Type")));
        Assert.Equal(403, _push.Simulator.Handle(Request("POST", "push/endpoint?handshake=403&validationToken=a", string.Empty)).Status);
        Assert.Equal(202, _push.Simulator.Handle(Request("POST", "push/endpoint", "{}")).Status);
        var slow = _push.Simulator.Handle(Request("POST", "push/endpoint?status=503&delay=00:00:03", "{}"));
        Assert.Equal((503, TimeSpan.FromSeconds(3)), (slow.Status, slow.Delay));
    }

    [Fact]
    public void Rights_are_exactly_those_that_are_put()
    {
        var anna = _push.Simulator.Users.Add(_push.Office.Tenant, "anna");
        Ask("PUT", "users/support@contoso.example/rights/anna@contoso.example", """{"rights":["SendAs","SendOnBehalf"]}""", 204);
        Ask("PUT", "users/support@contoso.example/rights/anna@contoso.example", """{"rights":["FullAccess"]}""", 204);
        var mailbox = _push.Office.Mailbox;
        Assert.Equal((true, false, false), (mailbox.Delegates.Contains(anna.Id), mailbox.SendAs.Contains(anna.Id), mailbox.SendOnBehalf.Contains(anna.Id)));
        Ask("PUT", "users/support@contoso.example/rights/anna@contoso.example", """{"rights":["Everything"]}""", 400);
    }

    [Fact]
    public void Roles_are_given_shown_and_taken()
    {
        var path = $"apps/{_push.Office.App.ClientId}/roles";
        var id = Ask("POST", path, """{"role":"Application Mail.Read","mailboxes":["support@contoso.example"]}""", 201)["id"]!.GetValue<string>();
        Assert.Single((JsonArray)Ask("GET", path)["value"]!);
        Ask("DELETE", $"{path}/{id}", status: 204);
        Ask("DELETE", $"{path}/nothing", status: 404);
        Ask("POST", path, """{"role":"Everything"}""", 400);
    }

    [Fact]
    public void Mailboxes_are_filled_moved_and_put_out_of_use()
    {
        Ask("PUT", "mailboxes/support@contoso.example/quota", """{"bytes":7}""", 204);
        Assert.Equal(7, _push.Office.Mailbox.Quota);
        Ask("POST", "mailboxes/support@contoso.example/relocate", string.Empty, 204);
        Assert.Equal(2, _push.Office.Mailbox.Generation);
        Ask("PATCH", "users/support@contoso.example", """{"mailboxState":"Inactive"}""");
        Assert.Equal(Microsoft365Simulator.Mailboxes.MailboxState.Inactive, _push.Office.Support.MailboxState);
        Ask("PATCH", "tenants/contoso.example", """{"isTrial":true}""");
        Assert.True(_push.Office.Tenant.IsTrial && _push.Office.Tenant.UsersMayConsent);
    }

    [Fact]
    public void Addresses_bounce_until_they_do_not()
    {
        Ask("PUT", "customers/gone@customer.example/bounce", """{"says":"550 5.1.1 Gone"}""", 204);
        Assert.Equal("550 5.1.1 Gone", _push.Simulator.World.State.Bouncing["gone@customer.example"]);
        Ask("DELETE", "customers/gone@customer.example/bounce", status: 204);
        Assert.Empty(_push.Simulator.World.State.Bouncing);
    }

    [Fact]
    public void Fault_classes_are_listed_and_unknown_ones_refused()
    {
        Assert.Equal(63, ((JsonArray)Ask("GET", "faults/classes")["value"]!).Count);
        var fault = Ask("POST", "faults", """{"class":"g1","headers":{"X-Odd":"1"}}""", 201);
        Assert.Equal(("G1", 3), (fault["class"]!.GetValue<string>(), fault["times"]!.GetValue<int>()));
        Assert.Equal("1", _push.Simulator.Handle(new SimulatedRequest("GET", "https://graph.microsoft.com", "/v1.0/me", new Dictionary<string, string>(), ReadOnlyMemory<byte>.Empty)).Header("X-Odd"));
        Ask("POST", "faults", """{"class":"Z9"}""", 400);
        Ask("POST", "faults", """{"class":"P5","method":"POST"}""", 400);
        Ask("POST", "faults", """{"class":"P10","bodyContains":"x"}""", 400);
        Ask("POST", "faults", """{"class":"P11","method":"PATCH"}""", 201);
    }

    [Fact]
    public void New_settings_change_one_by_one()
    {
        Ask("PATCH", "settings", """{"throttledAs":"ErrorServerBusy","externalRecipientsPerDay":7,"slowAnswer":"00:00:05"}""");
        var settings = _push.Simulator.Settings;
        Assert.Equal((Microsoft365Simulator.Throttling.ThrottledForm.ErrorServerBusy, 7, TimeSpan.FromSeconds(5)), (settings.ThrottledAs, settings.ExternalRecipientsPerDay, settings.SlowAnswer));
        Assert.Equal(4, settings.MailboxConcurrency);
    }

    private static SimulatedRequest Request(string method, string path, string body) => new(
        method, "http://127.0.0.1:8365", "/_sim/" + path, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetBytes(body));

    private JsonObject Ask(string method, string path, string body = "", int status = 200)
    {
        var answer = _push.Simulator.Handle(Request(method, path, body));
        Assert.Equal(status, answer.Status);
        return answer.Body.Length == 0 ? [] : (JsonObject)JsonNode.Parse(answer.BodyText)!;
    }
}
