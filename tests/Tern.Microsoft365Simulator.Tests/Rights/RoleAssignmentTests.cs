using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Rights;

/// <summary>RBAC for Applications: rights that stand in no token.</summary>
public sealed class RoleAssignmentTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync()
    {
        _office.Simulator.Users.Add(_office.Tenant, "sales");
        _office.Simulator.Apps.WithdrawConsent(_office.App);
        await _office.SignedInAsync();
    }

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Token_without_roles_works_on_the_mailboxes_of_the_scope_only()
    {
        Assert.DoesNotContain("roles", new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(await _office.AppTokenAsync()).Claims.Select(c => c.Type));
        _office.Simulator.Roles.Assign(_office.App, "Application Mail.ReadWrite", ["support@contoso.example"]);
        _office.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(200, await ReadAsync("support"));
        Assert.Equal(403, await ReadAsync("sales"));
        Assert.Equal(403, await SendAsync());
    }

    [Fact]
    public async Task Roles_take_a_while_to_hold_and_a_while_to_end()
    {
        var role = _office.Simulator.Roles.Assign(_office.App, "Application Mail.Read");
        var statuses = new List<int> { await ReadAsync("support") };
        _office.Time.Advance(TimeSpan.FromMinutes(30));
        statuses.Add(await ReadAsync("support"));
        _office.Simulator.Roles.Remove(role);
        statuses.Add(await ReadAsync("support"));
        _office.Time.Advance(TimeSpan.FromMinutes(29));
        statuses.Add(await ReadAsync("support"));
        await _office.SignedInAsync();
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        statuses.Add(await ReadAsync("support"));

        Assert.Equal([403, 200, 200, 200, 403], statuses);
    }

    [Fact]
    public async Task Roles_and_consent_add_up()
    {
        _office.App.ApplicationPermissions.Clear();
        _office.App.ApplicationPermissions.Add("Mail.Read");
        _office.Simulator.Apps.GrantAdminConsent(_office.App);
        _office.Simulator.Settings.RolesApplyAfter = TimeSpan.Zero;
        _office.Simulator.Roles.Assign(_office.App, "Application Mail.Send", ["support@contoso.example"]);
        await _office.SignedInAsync();

        Assert.Equal((200, 200, 202), (await ReadAsync("support"), await ReadAsync("sales"), await SendAsync()));
    }

    [Theory]
    [InlineData("Application Mail.ReadBasic", 200, 403)]
    [InlineData("Application Mail.Read", 200, 403)]
    [InlineData("Application Mail.Send", 403, 202)]
    [InlineData("Application Mail Full Access", 200, 202)]
    [InlineData("Application Exchange Full Access", 200, 202)]
    [InlineData("Application MailboxSettings.Read", 403, 403)]
    public async Task Each_role_gives_what_its_name_says(string role, int reading, int sending)
    {
        _office.Simulator.Settings.RolesApplyAfter = TimeSpan.Zero;
        _office.Simulator.Roles.Assign(_office.App, role);
        Assert.Equal((reading, sending), (await ReadAsync("support"), await SendAsync()));
    }

    [Fact]
    public async Task Basic_reading_by_role_shows_no_content()
    {
        _office.Simulator.Settings.RolesApplyAfter = TimeSpan.Zero;
        _office.Simulator.Roles.Assign(_office.App, "Application Mail.ReadBasic");
        _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Hi"));
        var (_, body) = await _office.GetAsync("/messages");
        Assert.False(((JsonArray)body["value"]!)[0]!.AsObject().ContainsKey("body"));
    }

    [Fact]
    public async Task Access_policy_refuses_in_two_wordings()
    {
        _office.Simulator.Apps.GrantAdminConsent(_office.App);
        await _office.SignedInAsync();
        _office.App.AllowedMailboxes = ["sales@contoso.example"];
        var plain = await _office.GetAsync("/messages");
        _office.Simulator.Settings.AccessPolicySaysRaop = true;
        var raop = await _office.GetAsync("/messages");

        Assert.Equal("Access to OData is disabled.", plain.Body["error"]!["message"]!.GetValue<string>());
        Assert.Contains("[RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.", raop.Body["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((403, 403, 200), (plain.Status, raop.Status, await ReadAsync("sales")));
    }

    [Fact]
    public void Unknown_role_is_refused() =>
        Assert.Throws<ArgumentException>(() => _office.Simulator.Roles.Assign(_office.App, "Application Everything"));

    private async Task<int> ReadAsync(string name) => (await _office.GetAsync($"https://graph.microsoft.com/v1.0/users/{name}@contoso.example/messages")).Status;

    private async Task<int> SendAsync() => (await _office.SendJsonAsync(HttpMethod.Post, "/sendMail", """{"message":{"subject":"x","toRecipients":[{"emailAddress":{"address":"ann@customer.example"}}]}}""")).Status;
}
