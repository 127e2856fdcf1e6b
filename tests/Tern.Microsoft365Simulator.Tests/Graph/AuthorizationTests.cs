using System.Net.Http.Headers;

namespace Tern.Microsoft365Simulator.Tests.Graph;

public sealed class AuthorizationTests
{
    [Theory]
    [InlineData("Mail.Read", "GET", "/messages", 200)]
    [InlineData("Mail.ReadBasic", "GET", "/messages", 200)]
    [InlineData("Mail.Send", "GET", "/messages", 403)]
    [InlineData("", "GET", "/mailFolders/inbox/messages/delta", 403)]
    [InlineData("Mail.Read", "POST", "/messages", 403)]
    [InlineData("Mail.ReadBasic", "GET", "/messages/x/$value", 403)]
    [InlineData("Mail.ReadWrite", "POST", "/messages/x/send", 403)]
    [InlineData("Mail.Send", "POST", "/messages/x/send", 400)]
    [InlineData("Mail.ReadWrite", "POST", "/mailFolders", 400)]
    [InlineData("Mail.ReadWrite", "GET", "", 403)]
    [InlineData("User.Read.All", "GET", "", 200)]
    public async Task Roles_decide_what_an_application_may_do(string role, string method, string path, int expected)
    {
        using var office = new Office();
        office.Simulator.Apps.WithdrawConsent(office.App);
        office.App.ApplicationPermissions.Clear();
        if (role.Length > 0)
        {
            office.App.ApplicationPermissions.Add(role);
        }

        office.App.DelegatedPermissions.Clear();
        office.Simulator.Apps.GrantAdminConsent(office.App);
        await office.SignedInAsync();

        var (status, body, _) = await office.SendJsonAsync(new HttpMethod(method), Office.MailboxUrl + path, "{}");

        Assert.Equal(expected, status);
        if (status == 403 && path.Length > 0)
        {
            Assert.Equal("ErrorAccessDenied", Office.ErrorCode(body));
        }
    }

    [Fact]
    public async Task Person_reads_the_own_mailbox_and_a_shared_one_only_with_permission_and_right()
    {
        using var office = new Office();
        var anna = office.Simulator.Users.Add(office.Tenant, "anna");
        await SignInAsync(office, anna, "Mail.ReadWrite", "User.Read");
        Assert.Equal(200, (await office.GetAsync("https://graph.microsoft.com/v1.0/me/messages")).Status);
        Assert.Equal(403, (await office.GetAsync("/messages")).Status);

        await SignInAsync(office, anna, "Mail.ReadWrite.Shared");
        Assert.Equal(403, (await office.GetAsync("/messages")).Status);
        office.Simulator.Users.Delegate(office.Support, anna);
        Assert.Equal(200, (await office.GetAsync("/messages")).Status);
    }

    [Fact]
    public async Task Me_needs_a_person()
    {
        using var office = await new Office().SignedInAsync();
        Assert.Equal(400, (await office.GetAsync("https://graph.microsoft.com/v1.0/me")).Status);
    }

    [Fact]
    public async Task Expired_token_is_refused_and_noted_in_the_log()
    {
        using var office = await new Office().SignedInAsync();
        office.Time.Advance(TimeSpan.FromMinutes(90));

        var (status, body) = await office.GetAsync("/messages");

        Assert.Equal((401, "InvalidAuthenticationToken"), (status, Office.ErrorCode(body)));
        Assert.Equal("Lifetime validation failed, the token is expired.", body["error"]!["message"]!.GetValue<string>());
        Assert.Equal(1, office.Simulator.RequestLog.ExpiredTokens);
        Assert.True(office.Simulator.RequestLog.Entries[^1].TokenExpired);
    }

    [Fact]
    public async Task Altered_foreign_and_missing_tokens_are_told_apart()
    {
        using var office = await new Office().SignedInAsync();
        var token = office.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        using var other = await new Office(seed: 2).SignedInAsync();

        Assert.Contains("80049217", await MessageAsync(office, token[..^3] + "AAA"), StringComparison.Ordinal);
        Assert.Contains("80049217", await MessageAsync(office, other.Http.DefaultRequestHeaders.Authorization!.Parameter!), StringComparison.Ordinal);
        Assert.Equal("Access token is empty.", await MessageAsync(office, null));
        var refresh = office.Simulator.Grants.IssueRefreshToken(office.App, office.Support, "https://outlook.office.com/SMTP.Send");
        Assert.Contains("Invalid audience", await MessageAsync(office, Office.Text((await office.RefreshAsync(refresh)).Body, "access_token")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mailboxes_that_cannot_be_opened_say_why()
    {
        using var office = await new Office().SignedInAsync();
        var unknown = await office.GetAsync("https://graph.microsoft.com/v1.0/users/nobody@contoso.example/messages");
        office.App.AllowedMailboxes = ["else@contoso.example"];
        var narrowed = await office.GetAsync("/messages");
        office.App.AllowedMailboxes = null;
        office.Support.IsLicensed = false;
        var unlicensed = await office.GetAsync("/messages");

        Assert.Equal((404, "ErrorInvalidUser"), (unknown.Status, Office.ErrorCode(unknown.Body)));
        Assert.Equal("Access to OData is disabled.", narrowed.Body["error"]!["message"]!.GetValue<string>());
        Assert.Equal((404, "MailboxNotEnabledForRESTAPI"), (unlicensed.Status, Office.ErrorCode(unlicensed.Body)));
    }

    [Fact]
    public async Task Tenant_of_the_token_decides_whose_users_exist()
    {
        using var office = await new Office().SignedInAsync();
        office.Simulator.Users.Add(office.Simulator.Tenants.Add("fabrikam"), "desk");

        Assert.Equal(404, (await office.GetAsync("https://graph.microsoft.com/v1.0/users/desk@fabrikam.example/messages")).Status);
    }

    private static async Task SignInAsync(Office office, Microsoft365Simulator.Entra.User user, params string[] scopes)
    {
        var refresh = office.Simulator.Grants.IssueRefreshToken(office.App, user, scopes);
        var (_, body) = await office.RefreshAsync(refresh);
        office.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Office.Text(body, "access_token"));
    }

    private static async Task<string> MessageAsync(Office office, string? token)
    {
        office.Http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        var (status, body) = await office.GetAsync("/messages");
        Assert.Equal(401, status);
        return body["error"]!["message"]!.GetValue<string>();
    }
}
