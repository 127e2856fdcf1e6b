using System.Net;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Tests.Entra;

/// <summary>What the sign-in page does with what it is told.</summary>
public sealed class SignInPageTests : IDisposable
{
    private readonly Office _office = new();

    public SignInPageTests() => _office.Simulator.Users.Add(_office.Tenant, "anna", "Anna Admin");

    public void Dispose() => _office.Dispose();

    [Theory]
    [InlineData("select_account", "support@contoso.example", null, "Anna Admin|Contoso Support")]
    [InlineData("login", "support@contoso.example", null, "Contoso Support")]
    [InlineData("login", null, null, "Anna Admin|Contoso Support")]
    [InlineData(null, null, "organizations", "Anna Admin|Contoso Support")]
    [InlineData(null, null, "contoso.example", "Anna Admin|Contoso Support")]
    [InlineData(null, null, "elsewhere.example", "")]
    [InlineData(null, null, "consumers", "")]
    public async Task Hints_and_prompt_decide_whom_the_page_offers(string? prompt, string? hint, string? domain, string offered)
    {
        var page = await PageAsync(("prompt", prompt), ("login_hint", hint), ("domain_hint", domain));

        var names = new[] { "Anna Admin", "Contoso Support" }.Where(n => page.Contains(n, StringComparison.Ordinal));
        Assert.Equal(offered, string.Join('|', names));
    }

    [Theory]
    [InlineData("<b>x</b>1", "x1")]
    [InlineData("a%26b=c d", "a%26b=c d")]
    [InlineData("<script>alert(1)</script>", "alert(1)")]
    public async Task HTML_in_state_is_stripped(string state, string back) => Assert.Equal(back, Query(await SilentAsync(("state", state)))["state"]);

    [Fact]
    public async Task HTML_in_state_is_stripped_at_the_consent_of_an_administrator_too()
    {
        foreach (var decision in new[] { "accept", "cancel" })
        {
            using var form = new FormUrlEncodedContent([new("client_id", _office.App.ClientId), new("state", "<b>x</b>1"), new("decision", decision)]);
            using var answer = await _office.Http.PostAsync(new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/adminconsent"), form, Office.Ct);
            Assert.Equal("x1", Query(answer.Headers.Location!)["state"]);
        }
    }

    [Fact]
    public async Task Address_for_help_does_not_always_come_back_with_an_error()
    {
        _office.Simulator.Settings.OmitErrorUri = true;
        var query = Query(await SilentAsync(("prompt", "sometimes")));
        Assert.StartsWith("AADSTS9002313:", query["error_description"], StringComparison.Ordinal);
        Assert.Null(query["error_uri"]);
    }

    [Theory]
    [InlineData("query", "https://desk.example/callback?code=")]
    [InlineData("fragment", "https://desk.example/callback#code=")]
    public async Task Answer_comes_back_where_it_was_asked_for(string mode, string begins) =>
        Assert.StartsWith(begins, (await SilentAsync(("response_mode", mode))).OriginalString, StringComparison.Ordinal);

    [Theory]
    [InlineData("prompt", "sometimes", "AADSTS9002313")]
    [InlineData("response_mode", "carrier_pigeon", "AADSTS9002313")]
    [InlineData("code_challenge_method", "S512", "AADSTS9002313")]
    [InlineData("claims", "{", "AADSTS9002313")]
    [InlineData("response_type", "id_token", "AADSTS700054")]
    [InlineData("response_type", "", "AADSTS900144")]
    [InlineData("scope", "", "AADSTS900144")]
    [InlineData("scope", "Mail\\Read", "AADSTS70011")]
    [InlineData("scope", "https://graph.microsoft.com/.default Mail.Read", "AADSTS70011")]
    [InlineData("scope", "https://unknown.example/x", "AADSTS500011")]
    public async Task What_is_wrong_with_the_request_comes_back_to_the_application(string name, string value, string code)
    {
        var query = Query(await SilentAsync((name, value)));

        Assert.StartsWith(code + ":", query["error_description"], StringComparison.Ordinal);
        Assert.StartsWith("https://login.microsoftonline.com/error?code=", query["error_uri"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_type", "id_token", "unsupported_response_type")]
    [InlineData("prompt", "sometimes", "invalid_request")]
    [InlineData("scope", "Mail\\Read", "invalid_scope")]
    [InlineData("scope", "https://unknown.example/x", "invalid_resource")]
    public async Task Error_of_the_redirect_says_what_kind_it_is_and_gives_the_state_back(string name, string value, string error)
    {
        var query = Query(await SilentAsync((name, value), ("state", "s")));
        Assert.Equal((error, "s"), (query["error"], query["state"]));
    }

    [Fact]
    public async Task Silent_sign_in_that_needs_the_person_comes_back_as_interaction_required()
    {
        _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.MultiFactor);
        Assert.Equal("interaction_required", Query(await SilentAsync())["error"]);
    }

    [Fact]
    public async Task Application_that_is_disabled_in_the_tenant_comes_back_as_unauthorized_client_once_the_person_is_known()
    {
        var app = _office.Simulator.Apps.Add(_office.Tenant, "For all", ["https://desk.example/callback"], isMultiTenant: true);
        _office.Simulator.Apps.GrantAdminConsent(app);
        _office.Simulator.Principals.Find(app, _office.Tenant)!.IsEnabled = false;

        using var answer = await _office.Http.GetAsync(
            Address("organizations", Fields(("client_id", app.ClientId), ("prompt", "none"), ("login_hint", "support@contoso.example"))), Office.Ct);

        Assert.Equal("unauthorized_client", Query(answer.Headers.Location!)["error"]);
    }

    [Theory]
    [InlineData(EntraTrouble.DirectoryUnavailable, "temporarily_unavailable")]
    [InlineData(EntraTrouble.ServiceUnavailable, "server_error")]
    public async Task Trouble_of_Entra_stays_on_its_page_or_comes_back(EntraTrouble trouble, string error)
    {
        _office.Simulator.Entra.SetTrouble(trouble);
        Assert.Contains("AADSTS", (await PostAsync(("account", _office.Support.Id))).Page, StringComparison.Ordinal);

        _office.Simulator.Settings.TroubleComesBack = true;
        Assert.Equal(error, Query((await PostAsync(("account", _office.Support.Id))).Back!)["error"]);
    }

    [Fact]
    public async Task Plain_challenge_is_proven_by_the_verifier_itself()
    {
        var code = Query(await SilentAsync(("code_challenge", "plain-text")))["code"]!;
        var (status, _) = await _office.AskForTokenAsync(
            ("grant_type", "authorization_code"), ("client_id", _office.App.ClientId), ("client_secret", Office.Secret), ("code", code),
            ("redirect_uri", "https://desk.example/callback"), ("code_verifier", "plain-text"));
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Nobody_signs_in_as_a_shared_mailbox()
    {
        var shared = _office.Simulator.Users.Add(_office.Tenant, "team", "The Team", isShared: true);

        var answer = await PostAsync(("account", shared.Id), ("decision", "accept"));
        var silent = await SilentAsync(("login_hint", "team@contoso.example"));

        Assert.Null(answer.Back);
        Assert.Contains("AADSTS50057", answer.Page, StringComparison.Ordinal);
        Assert.Equal("login_required", Query(silent)["error"]);
        Assert.DoesNotContain("The Team", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_password_is_changed_on_the_way()
    {
        _office.Simulator.Users.ChangePassword(_office.Support, PasswordChange.Expires);

        var asked = await PostAsync(("account", _office.Support.Id));
        var changed = await PostAsync(("account", _office.Support.Id), ("password", "changed"));

        Assert.Contains("Update your password", asked.Page, StringComparison.Ordinal);
        Assert.NotNull(Query(changed.Back!)["code"]);
        Assert.Equal(PasswordState.Good, _office.Support.Password);
    }

    [Fact]
    public async Task Second_factor_is_enrolled_once_and_then_given()
    {
        _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.MultiFactor);

        var enrol = await PostAsync(("account", _office.Support.Id));
        var done = await PostAsync(("account", _office.Support.Id), ("factor", "enrolled"));
        var approve = await PostAsync(("account", _office.Support.Id));
        var again = await PostAsync(("account", _office.Support.Id), ("factor", "given"));

        Assert.Contains("More information required", enrol.Page, StringComparison.Ordinal);
        Assert.Contains("Approve sign in request", approve.Page, StringComparison.Ordinal);
        Assert.All([done, again], answer => Assert.NotNull(Query(answer.Back!)["code"]));
    }

    [Fact]
    public async Task Challenge_of_another_provider_is_met_on_the_way()
    {
        _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.ExternalChallenge);

        Assert.Contains("Another provider", (await PostAsync(("account", _office.Support.Id))).Page, StringComparison.Ordinal);
        Assert.NotNull((await PostAsync(("account", _office.Support.Id), ("challenge", "met"))).Back);
    }

    [Fact]
    public async Task Blocked_place_stays_on_the_page()
    {
        _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.Block);

        var answer = await PostAsync(("account", _office.Support.Id));

        Assert.Null(answer.Back);
        Assert.Contains("AADSTS53003", answer.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_for_an_administrators_approval_is_sent_once_and_answered_by_consent()
    {
        _office.Simulator.Apps.WithdrawConsent(_office.App);
        (_office.Tenant.UsersMayConsent, _office.Tenant.TakesConsentRequests) = (false, true);

        var before = await PostAsync(("account", _office.Support.Id));
        var sent = await PostAsync(("account", _office.Support.Id), ("decision", "request"), ("justification", "for the desk"));
        var request = Assert.Single(_office.Tenant.ConsentRequests);
        _office.Simulator.Apps.GrantAdminConsent(_office.App);

        Assert.Contains("Request approval", before.Page, StringComparison.Ordinal);
        Assert.Contains("AADSTS90095", sent.Page, StringComparison.Ordinal);
        Assert.Equal("for the desk", request.Justification);
        Assert.Empty(_office.Tenant.ConsentRequests);
    }

    [Fact]
    public async Task Dynamic_admin_consent_grants_the_scopes_it_names()
    {
        _office.Simulator.Apps.WithdrawConsent(_office.App);
        var address = new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/v2.0/adminconsent");
        using var form = new FormUrlEncodedContent([new("client_id", _office.App.ClientId), new("scope", "https://graph.microsoft.com/Mail.Read"), new("state", "s"), new("decision", "accept")]);
        using var answer = await _office.Http.PostAsync(address, form, Office.Ct);
        var query = Query(answer.Headers.Location!);

        Assert.Equal(("True", _office.Tenant.Id, "s"), (query["admin_consent"], query["tenant"], query["state"]));
        Assert.NotNull(Query(await SilentAsync(("scope", "Mail.Read")))["code"]);
        Assert.Equal("consent_required", Query(await SilentAsync(("scope", "Mail.Send")))["error"]);
        Assert.Equal("consent_required", Query(await SilentAsync(("scope", "Mail.Read Mail.ReadWrite")))["error"]);
        Assert.Null(new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(await _office.AppTokenAsync()).Claims.FirstOrDefault(c => c.Type == "roles"));
    }

    [Theory]
    [InlineData("cancel", "access_denied")]
    public async Task Administrator_can_decline(string decision, string error)
    {
        using var form = new FormUrlEncodedContent([new("client_id", _office.App.ClientId), new("decision", decision)]);
        using var answer = await _office.Http.PostAsync(new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/adminconsent"), form, Office.Ct);
        Assert.Equal(error, Query(answer.Headers.Location!)["error"]);
    }

    [Theory]
    [InlineData("https://desk.example/callback", "https://desk.example/callback?state=s")]
    [InlineData("https://elsewhere.example/", null)]
    [InlineData("", null)]
    public async Task Sign_out_leads_back_to_registered_addresses_only(string back, string? location)
    {
        using var answer = await _office.Http.GetAsync(
            new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/logout?state=s&post_logout_redirect_uri={Uri.EscapeDataString(back)}"), Office.Ct);
        Assert.Equal(location, answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("organizations", true)]
    [InlineData("common", true)]
    [InlineData("consumers", false)]
    [InlineData("9188040d-6c67-4c5b-b112-36a304b66dad", false)]
    public async Task Shared_authorities_are_for_their_kind_of_people(string authority, bool offers)
    {
        var app = _office.Simulator.Apps.Add(_office.Tenant, "For all", ["https://desk.example/callback"], isMultiTenant: true, allowsPersonalAccounts: true);

        var page = await PageAsync(authority, ("client_id", app.ClientId));

        Assert.Contains("Pick an account", page, StringComparison.Ordinal);
        Assert.Equal(offers, page.Contains("Anna Admin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Multi_tenant_application_comes_into_a_tenant_by_a_persons_consent()
    {
        var other = _office.Simulator.Tenants.Add("fabrikam");
        var ben = _office.Simulator.Users.Add(other, "ben");
        _office.App.IsMultiTenant = true;
        Assert.Null(_office.Simulator.Principals.Find(_office.App, other));

        var address = new Uri($"https://login.microsoftonline.com/{other.Id}/oauth2/v2.0/authorize");
        using var form = new FormUrlEncodedContent(Fields([("account", ben.Id), ("decision", "accept")]));
        using var answer = await _office.Http.PostAsync(address, form, Office.Ct);

        Assert.NotNull(Query(answer.Headers.Location!)["code"]);
        Assert.NotNull(_office.Simulator.Principals.Find(_office.App, other));
    }

    [Fact]
    public async Task Metadata_names_addresses_that_answer()
    {
        var (_, body) = await _office.GetAsync($"https://login.microsoftonline.com/{_office.Tenant.Id}/v2.0/.well-known/openid-configuration");

        Assert.Equal($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/devicecode", Office.Text(body, "device_authorization_endpoint"));
        foreach (var name in new[] { "authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "jwks_uri", "end_session_endpoint", "userinfo_endpoint" })
        {
            using var get = await _office.Http.GetAsync(new Uri(Office.Text(body, name)), Office.Ct);
            using var post = await _office.Http.PostAsync(new Uri(Office.Text(body, name)), null, Office.Ct);
            Assert.True(get.StatusCode != HttpStatusCode.NotFound || post.StatusCode != HttpStatusCode.NotFound, name);
            Assert.True((int)get.StatusCode < 500 && (int)post.StatusCode < 500, $"{name}: {get.StatusCode}, {post.StatusCode}");
        }
    }

    [Fact]
    public async Task User_info_tells_who_signed_in()
    {
        var (_, body) = await _office.RefreshAsync(_office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "openid", "User.Read"));
        _office.Http.DefaultRequestHeaders.Authorization = new("Bearer", Office.Text(body, "access_token"));

        var (status, person) = await _office.GetAsync("https://graph.microsoft.com/oidc/userinfo");

        Assert.Equal((200, "Contoso Support", "support@contoso.example"), (status, Office.Text(person, "name"), Office.Text(person, "email")));
        Assert.Equal(new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(Office.Text(body, "id_token")).Subject, Office.Text(person, "sub"));
    }

    [Fact]
    public async Task Instance_discovery_names_the_hosts_of_every_cloud()
    {
        var (_, body) = await _office.GetAsync("https://login.microsoftonline.com/common/discovery/instance?api-version=1.1&authorization_endpoint=https://login.microsoftonline.com/common/oauth2/v2.0/authorize");

        var hosts = body["metadata"]!.AsArray().Select(m => m!["preferred_network"]!.GetValue<string>());
        Assert.Equal(["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"], hosts);
    }

    private static System.Collections.Specialized.NameValueCollection Query(Uri address) => System.Web.HttpUtility.ParseQueryString(address.Query);

    private Dictionary<string, string> Fields(params (string Name, string? Value)[] more)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = _office.App.ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = "https://desk.example/callback",
            ["scope"] = "Mail.ReadWrite",
        };
        foreach (var (name, value) in more.Where(m => m.Value is not null))
        {
            fields[name] = value!;
        }

        return fields;
    }

    private Task<string> PageAsync(params (string Name, string? Value)[] more) => PageAsync(_office.Tenant.Id, more);

    private async Task<string> PageAsync(string authority, params (string Name, string? Value)[] more)
    {
        using var answer = await _office.Http.GetAsync(Address(authority, Fields(more)), Office.Ct);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Office.Ct));
    }

    private async Task<Uri> SilentAsync(params (string Name, string? Value)[] more)
    {
        using var answer = await _office.Http.GetAsync(Address(_office.Tenant.Id, Fields([("prompt", "none"), ("login_hint", "support@contoso.example"), .. more])), Office.Ct);
        return answer.Headers.Location!;
    }

    private async Task<(Uri? Back, string Page)> PostAsync(params (string Name, string? Value)[] more)
    {
        using var form = new FormUrlEncodedContent(Fields(more));
        using var answer = await _office.Http.PostAsync(new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/authorize"), form, Office.Ct);
        return (answer.Headers.Location, await answer.Content.ReadAsStringAsync(Office.Ct));
    }

    private static Uri Address(string authority, Dictionary<string, string> fields) =>
        new($"https://login.microsoftonline.com/{authority}/oauth2/v2.0/authorize?{string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"))}");
}
