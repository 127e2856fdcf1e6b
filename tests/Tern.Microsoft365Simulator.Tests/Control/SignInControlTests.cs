using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Tests.Control;

/// <summary>The commands about sign-in: what they refuse, and that what they set outlives a restart.</summary>
public sealed class SignInControlTests : IDisposable
{
    private readonly Office _office = new();

    public void Dispose() => _office.Dispose();

    [Theory]
    [InlineData("POST", "tenants/contoso.example/policies", """{"requires":"SignInFrequency"}""", 400)]
    [InlineData("POST", "tenants/contoso.example/policies", """{"requires":"Block","exceptNetworks":["here"]}""", 400)]
    [InlineData("POST", "tenants/contoso.example/policies", """{"requires":"Prayer"}""", 400)]
    [InlineData("POST", "tenants/contoso.example/policies", """{"requires":"Block","users":["nobody@contoso.example"]}""", 404)]
    [InlineData("PUT", "tenants/contoso.example/resources", """{"resource":"https://unknown.example","state":"Missing"}""", 400)]
    [InlineData("PATCH", "tenants/contoso.example", """{"partners":["unknown.example"]}""", 404)]
    [InlineData("POST", "tenants/contoso.example/devices", """{"user":"nobody@contoso.example"}""", 404)]
    [InlineData("PATCH", "tenants/contoso.example/devices/none", """{"isEnabled":false}""", 404)]
    [InlineData("PUT", "tenants/contoso.example/principals/none", "{}", 404)]
    [InlineData("POST", "users/support@contoso.example/guest", """{"tenant":"contoso.example"}""", 409)]
    [InlineData("POST", "users/support@contoso.example/password", """{"how":"Forgotten"}""", 400)]
    [InlineData("POST", "device-codes/NONE/approve", """{"user":"support@contoso.example"}""", 400)]
    [InlineData("POST", "device-codes/NONE/decline", "", 400)]
    [InlineData("POST", "issuers", """{"issuer":"https://issuer.example","publicKey":"none"}""", 400)]
    [InlineData("DELETE", "issuers", "", 400)]
    [InlineData("PUT", "entra/health", """{"trouble":"Rain"}""", 400)]
    [InlineData("PUT", "entra/weather", "{}", 404)]
    [InlineData("PATCH", "apps/APP", """{"redirectUris":["http://desk.example/"]}""", 400)]
    [InlineData("POST", "apps", """{"tenant":"contoso.example","name":"x","redirectUris":["nonsense"]}""", 400)]
    [InlineData("POST", "apps/APP/certificates/none/revoke", "", 400)]
    public void What_cannot_be_done_is_refused_with_a_reason(string method, string path, string body, int status)
    {
        var answer = Command(method, path.Replace("APP", _office.App.ClientId, StringComparison.Ordinal), body);

        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(JsonNode.Parse(answer.BodyText)!["error"]!.GetValue<string>());
    }

    [Fact]
    public void Changing_one_thing_leaves_the_others_alone()
    {
        _office.App.AllowedMailboxes = ["support@contoso.example"];
        Command("PATCH", $"apps/{_office.App.ClientId}", """{"isDisabled":true}""");
        Command("PATCH", "tenants/contoso.example", """{"securityDefaults":true}""");

        Assert.True(_office.App.IsDisabled);
        Assert.NotNull(_office.App.AllowedMailboxes);
        Assert.Equal(["https://desk.example/callback"], _office.App.RedirectUris);
        Assert.Equal((true, true), (_office.Tenant.SecurityDefaults, _office.Tenant.UsersMayConsent));
        Command("PATCH", $"apps/{_office.App.ClientId}", """{"allowedMailboxes":null}""");
        Assert.Null(_office.App.AllowedMailboxes);
    }

    [Fact]
    public async Task Everything_about_sign_in_outlives_a_restart()
    {
        var simulator = _office.Simulator;
        simulator.Policies.Add(_office.Tenant, PolicyRequirement.SignInFrequency, [_office.Support], [_office.App], ["203.0.113.0/24"], TimeSpan.FromHours(8));
        simulator.Devices.Add(_office.Support);
        simulator.Tenants.SetResource(_office.Tenant, "https://outlook.office.com", ResourceState.Disabled);
        simulator.Users.AddGuest(simulator.Tenants.Add("fabrikam", cloud: NationalCloud.China), _office.Support);
        simulator.Users.Revoke(_office.Support);
        simulator.Issuers.AddKey("https://issuer.example", [1, 2, 3]);
        simulator.Apps.AddFederatedCredential(_office.App, "https://issuer.example", "desk");
        simulator.Apps.RevokeCertificate(_office.App, simulator.Apps.AddCertificate(_office.App, [4, 5]).Id);
        simulator.Principals.Find(_office.App, _office.Tenant)!.Assigned.Add(_office.Support.Id);
        simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.Read");
        simulator.Entra.SetTrouble(EntraTrouble.DirectoryUnavailable, TimeSpan.FromHours(1));
        simulator.Entra.RestrictTenants(["contoso.example"]);
        simulator.Settings.LoopLimit = 5;
        await _office.AskForTokenAtAsync($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/devicecode", ("client_id", _office.App.ClientId), ("scope", "Mail.Read"));

        var before = JsonSerializer.Serialize(simulator.World.State, JsonText.Options);
        var after = JsonSerializer.Serialize(JsonSerializer.Deserialize<SimulatorState>(before, JsonText.Options), JsonText.Options);

        Assert.Equal(before, after);
    }

    private SimulatedResponse Command(string method, string path, string body) => _office.Simulator.Handle(new SimulatedRequest(
        method, "http://127.0.0.1", $"/_sim/{path}", new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body)));
}
