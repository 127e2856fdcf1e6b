using Microsoft.Graph;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Identity.Client;
using Tern.Microsoft365Simulator.Entra;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Clients that say that they handle claims challenges get long-lived tokens, and are sent back when something happens.</summary>
public sealed class ContinuousEvaluationTests : IDisposable
{
    private readonly Stranger _stranger = new();
    private readonly List<string> _challenges = [];

    public void Dispose() => _stranger.Dispose();

    [Fact]
    public async Task Token_lives_up_to_28_hours_and_tells_when_to_renew_it()
    {
        var result = await _stranger.SignInAsync(Capable());

        var life = result.ExpiresOn - TimeProvider.System.GetUtcNow();
        Assert.InRange(life, TimeSpan.FromHours(19.9), TimeSpan.FromHours(28));
        Assert.NotNull(result.AuthenticationResultMetadata.RefreshOn);
    }

    [Fact]
    public async Task Without_the_capability_the_token_is_an_ordinary_one_and_outlives_the_revocation()
    {
        var result = await _stranger.SignInAsync(_stranger.WithSecret());
        _stranger.Simulator.Users.Revoke(_stranger.Support);

        Assert.InRange(result.ExpiresOn - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(91));
        Assert.NotNull(await _stranger.Graph(result.AccessToken).Me.GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task Switched_off_nobody_gets_a_long_token()
    {
        _stranger.Simulator.Settings.ContinuousEvaluation = false;

        Assert.InRange((await _stranger.SignInAsync(Capable())).ExpiresOn - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(91));
    }

    [Fact]
    public async Task After_an_event_Graph_challenges_and_a_fresh_token_with_the_claims_is_let_through()
    {
        var (client, graph, account) = await SignedInAsync();
        _stranger.Simulator.Users.ChangePassword(_stranger.Support, PasswordChange.ByUser);

        var me = await graph.Me.GetAsync(cancellationToken: Ct);

        Assert.Equal(_stranger.Support.Id, me!.Id);
        Assert.Contains("\"nbf\":{\"essential\":true,\"value\":\"", Assert.Single(_challenges), StringComparison.Ordinal);
        Assert.NotNull(await client.AcquireTokenSilent(MailScopes, account).ExecuteAsync(Ct));
    }

    [Theory]
    [InlineData("revoked", 50173)]
    [InlineData("admin center", 50173)]
    [InlineData("disabled", 50057)]
    [InlineData("deleted", 50034)]
    [InlineData("second factor", 50072)]
    [InlineData("risk", 530035)]
    [InlineData("policy", 50079)]
    [InlineData("location", 53003)]
    public async Task After_an_event_that_ends_the_grant_the_fresh_token_is_refused(string happens, int code)
    {
        var (_, graph, _) = await SignedInAsync();
        Happens(happens);

        var refused = await Assert.ThrowsAnyAsync<MsalUiRequiredException>(() => graph.Me.GetAsync(cancellationToken: Ct));

        Assert.Single(_challenges);
        Assert.Contains($"AADSTS{code}:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenge_names_its_reason_and_where_to_go()
    {
        var token = (await _stranger.SignInAsync(Capable())).AccessToken;
        _stranger.Simulator.Users.Revoke(_stranger.Support);
        using var http = new HttpClient(new SimulatorHttpHandler(_stranger.Simulator, TimeProvider.System));
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);

        using var answer = await http.GetAsync(new Uri("https://graph.microsoft.com/v1.0/me"), Ct);
        var claims = WwwAuthenticateParameters.GetClaimChallengeFromResponseHeaders(answer.Headers);
        var refused = await Assert.ThrowsAsync<ODataError>(() => _stranger.Graph(token).Me.GetAsync(cancellationToken: Ct));

        Assert.Matches("""^\{"access_token":\{"nbf":\{"essential":true,"value":"\d+"\}\}\}$""", claims);
        Assert.Equal((401, "InvalidAuthenticationToken"), (refused.ResponseStatusCode, refused.Error!.Code));
        Assert.Equal("Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp", refused.Error.Message);
    }

    [Theory]
    [InlineData("policy", "TokenCreatedWithOutdatedPolicies")]
    [InlineData("location", "LocationConditionEvaluationSatisfied")]
    public async Task Policies_have_reasons_of_their_own(string happens, string reason)
    {
        var token = (await _stranger.SignInAsync(Capable())).AccessToken;
        Happens(happens);

        var refused = await Assert.ThrowsAsync<ODataError>(() => _stranger.Graph(token).Me.GetAsync(cancellationToken: Ct));

        Assert.EndsWith(reason, refused.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_hears_of_an_event_only_after_a_while_but_of_a_place_at_once()
    {
        _stranger.Simulator.Settings.EventLag = TimeSpan.FromMinutes(15);
        var graph = _stranger.Graph((await _stranger.SignInAsync(Capable())).AccessToken);
        _stranger.Simulator.Users.ChangePassword(_stranger.Support, PasswordChange.ByUser);

        Assert.NotNull(await graph.Me.GetAsync(cancellationToken: Ct));
        Happens("location");
        var place = await Assert.ThrowsAsync<ODataError>(() => graph.Me.GetAsync(cancellationToken: Ct));
        _stranger.Simulator.Policies.Remove(_stranger.Tenant, _stranger.Tenant.Policies[0].Id);
        _stranger.Simulator.Clock.Advance(TimeSpan.FromMinutes(16));
        var late = await Assert.ThrowsAsync<ODataError>(() => graph.Me.GetAsync(cancellationToken: Ct));

        Assert.EndsWith("LocationConditionEvaluationSatisfied", place.Error!.Message, StringComparison.Ordinal);
        Assert.EndsWith("TokenIssuedBeforeRevocationTimestamp", late.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public async Task Application_without_a_user_is_evaluated_only_with_the_licence_and_in_its_own_tenant(bool isLicensed, bool isMultiTenant, bool isLong)
    {
        _stranger.Tenant.EvaluatesWorkloads = isLicensed;
        _stranger.App.IsMultiTenant = isMultiTenant;
        var client = Capable();

        var result = await client.AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);
        Happens("location");
        var refusedByGraph = await Record.ExceptionAsync(() => _stranger.Graph(result.AccessToken).Users.GetAsync(cancellationToken: Ct));
        var refusedByEntra = await Record.ExceptionAsync(() => client.AcquireTokenForClient(AppScopes).WithForceRefresh(true).ExecuteAsync(Ct));

        Assert.Equal(isLong, result.ExpiresOn - TimeProvider.System.GetUtcNow() > TimeSpan.FromHours(2));
        Assert.Equal(isLong, refusedByGraph is ODataError { ResponseStatusCode: 401 });
        Assert.Equal(isLicensed, refusedByEntra?.Message.Contains("AADSTS53003", StringComparison.Ordinal) ?? false);
    }

    private void Happens(string what)
    {
        var simulator = _stranger.Simulator;
        switch (what)
        {
            case "revoked":
                simulator.Users.Revoke(_stranger.Support);
                break;
            case "admin center":
                simulator.Users.ChangePassword(_stranger.Support, PasswordChange.InAdminCenter);
                break;
            case "disabled":
                simulator.Users.SetEnabled(_stranger.Support, false);
                break;
            case "deleted":
                simulator.Users.Delete(_stranger.Support);
                break;
            case "second factor":
                simulator.Users.SetSecondFactorRequired(_stranger.Support, true);
                break;
            case "risk":
                _stranger.Tenant.SecurityDefaults = true;
                simulator.Users.SetRisk(_stranger.Support, true);
                break;
            case "policy":
                simulator.Policies.Add(_stranger.Tenant, PolicyRequirement.MultiFactor);
                break;
            default:
                simulator.Policies.Add(_stranger.Tenant, PolicyRequirement.Block, exceptNetworks: ["198.51.100.0/24"]);
                break;
        }
    }

    private IConfidentialClientApplication Capable() => _stranger.Client().WithClientSecret(Secret).WithClientCapabilities(["cp1"]).Build();

    private async Task<(IConfidentialClientApplication Client, GraphServiceClient Graph, IAccount Account)> SignedInAsync()
    {
        var client = Capable();
        var signedIn = await _stranger.SignInAsync(client);
        var graph = _stranger.Graph(new Tokens(async (claims, _) =>
        {
            var request = client.AcquireTokenSilent(MailScopes, signedIn.Account);
            if (claims is not null)
            {
                _challenges.Add(claims);
                request = request.WithClaims(claims);
            }

            return (await request.ExecuteAsync(Ct)).AccessToken;
        }));
        return (client, graph, signedIn.Account);
    }
}
