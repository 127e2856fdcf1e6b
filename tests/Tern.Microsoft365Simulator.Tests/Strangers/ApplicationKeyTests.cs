using System.Security.Cryptography.X509Certificates;
using Microsoft.Graph;
using Microsoft.Graph.Applications.Item.AddKey;
using Microsoft.Graph.Applications.Item.RemoveKey;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Identity.Client;
using Tern.Microsoft365Simulator.Tests.Strangers.Refusals;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>An application rolls its own certificate through Microsoft's Graph client.</summary>
public sealed class ApplicationKeyTests : IDisposable
{
    private const string Audience = "00000002-0000-0000-c000-000000000000";
    private readonly Stranger _stranger = new();
    private readonly X509Certificate2 _old = Assertion.Certificate();
    private readonly X509Certificate2 _new = Assertion.Certificate();

    public ApplicationKeyTests()
    {
        _stranger.Simulator.Apps.AddCertificate(_stranger.App, _old.RawData);
        // It needs no permission for its own keys.
        _stranger.Simulator.Apps.WithdrawConsent(_stranger.App);
    }

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
        _stranger.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_key_is_added_with_the_old_one_and_takes_its_place(bool byClientId)
    {
        var graph = _stranger.Graph();
        var builder = graph.Applications[_stranger.App.ObjectId].AddKey;
        var added = await (byClientId ? builder.WithUrl($"https://graph.microsoft.com/v1.0/applications(appId='{_stranger.App.ClientId}')/addKey") : builder)
            .PostAsync(Body(Proof()), cancellationToken: Ct);
        var oldId = _stranger.App.Certificates[0].Id;
        await graph.Applications[_stranger.App.ObjectId].RemoveKey.PostAsync(new() { KeyId = Guid.Parse(oldId), Proof = Proof(_new) }, cancellationToken: Ct);

        Assert.Equal(added!.KeyId.ToString(), Assert.Single(_stranger.App.Certificates).Id);
        Assert.Equal("Verify", added.Usage);
        Assert.NotEmpty((await With(_new)).AccessToken);
        Assert.Contains("AADSTS700027", (await Assert.ThrowsAnyAsync<MsalServiceException>(() => With(_old))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_endpoint_may_take_a_while_to_know_the_new_key()
    {
        _stranger.Simulator.Settings.NewKeyLag = TimeSpan.FromMinutes(2);
        await _stranger.Graph().Applications[_stranger.App.ObjectId].AddKey.PostAsync(Body(Proof()), cancellationToken: Ct);

        Assert.Contains("AADSTS700027", (await Assert.ThrowsAnyAsync<MsalServiceException>(() => With(_new))).Message, StringComparison.Ordinal);
        _stranger.Simulator.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.NotEmpty((await With(_new)).AccessToken);
    }

    [Fact]
    public async Task Own_registration_is_read_by_permission_and_shows_no_key()
    {
        var denied = await Assert.ThrowsAnyAsync<Exception>(() => _stranger.Graph().Applications[_stranger.App.ObjectId].GetAsync(cancellationToken: Ct));
        var secret = _stranger.Simulator.Apps.AddSecret(_stranger.App, "open-sesame-2", TimeProvider.System.GetUtcNow().AddDays(90));
        _stranger.App.ApplicationPermissions.Add("Application.Read.All");
        _stranger.Simulator.Apps.GrantAdminConsent(_stranger.App);

        var found = await _stranger.Graph().Applications[_stranger.App.ObjectId].GetAsync(r => r.QueryParameters.Select = ["id", "keyCredentials", "passwordCredentials"], Ct);

        Assert.Equal((403, "Authorization_RequestDenied"), (((ODataError)denied).ResponseStatusCode, ((ODataError)denied).Error!.Code));
        Assert.Equal(_stranger.App.ObjectId, found!.Id);
        Assert.Equal(_old.NotAfter.ToUniversalTime(), Assert.Single(found.KeyCredentials!).EndDateTime!.Value.UtcDateTime);
        Assert.Null(found.KeyCredentials![0].Key);
        var password = Assert.Single(found.PasswordCredentials!, p => p.KeyId == Guid.Parse(secret.Id));
        Assert.Equal(("ope", null), (password.Hint, password.SecretText));
    }

    [Fact]
    public async Task Key_that_is_not_registered_proves_nothing() => await RefusedAsync(403, "Authorization_RequestDenied", Body(Proof(_new)));

    [Fact]
    public async Task With_no_valid_key_left_an_administrator_is_needed()
    {
        var proof = Proof();
        var graph = _stranger.Graph();
        _stranger.Simulator.Apps.RemoveCertificate(_stranger.App, _stranger.App.Certificates[0].Id);

        await RefusedAsync(403, "Authorization_RequestDenied", Body(proof), graph);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("old")]
    [InlineData("long")]
    [InlineData("none")]
    [InlineData("garbled")]
    public async Task Proof_has_to_be_about_this_application_for_the_directory_and_now(string wrong)
    {
        var claims = Claims();
        switch (wrong)
        {
            case "issuer":
                claims["iss"] = _stranger.App.ClientId;
                break;
            case "audience":
                claims["aud"] = "https://graph.microsoft.com";
                break;
            case "old":
                claims = Claims(-60);
                break;
            case "long":
                claims["exp"] = (long)claims["exp"] + 1;
                break;
        }

        await RefusedAsync(400, "Request_BadRequest", Body(wrong switch
        {
            "none" => null,
            "garbled" => "x",
            _ => Assertion.Sign(_old, claims),
        }));
    }

    [Fact]
    public async Task Proof_names_the_client_id_where_the_switch_says_so()
    {
        _stranger.Simulator.Settings.ProofNamesClientId = true;
        var claims = Claims();
        claims["iss"] = _stranger.App.ClientId;

        await RefusedAsync(400, "Request_BadRequest", Body(Proof()));
        Assert.NotNull(await _stranger.Graph().Applications[_stranger.App.ObjectId].AddKey.PostAsync(Body(Assertion.Sign(_old, claims)), cancellationToken: Ct));
    }

    [Fact]
    public async Task Only_certificates_to_verify_with_can_be_added()
    {
        var body = Body(Proof());
        body.KeyCredential!.Usage = "Sign";
        await RefusedAsync(400, "Request_BadRequest", body);

        body.KeyCredential.Usage = "Verify";
        body.KeyCredential.Key = [1, 2, 3];
        await RefusedAsync(400, "Request_BadRequest", body);
    }

    [Fact]
    public async Task Keys_of_others_are_out_of_reach()
    {
        var other = _stranger.Simulator.Apps.Add(_stranger.Tenant, "Other");
        var graph = _stranger.Graph();

        var others = await Assert.ThrowsAsync<ODataError>(() => graph.Applications[other.ObjectId].AddKey.PostAsync(Body(Proof()), cancellationToken: Ct));
        var nobodys = await Assert.ThrowsAsync<ODataError>(() => graph.Applications[Guid.Empty.ToString()].AddKey.PostAsync(Body(Proof()), cancellationToken: Ct));
        var gone = await Assert.ThrowsAsync<ODataError>(() => graph.Applications[_stranger.App.ObjectId].RemoveKey
            .PostAsync(new RemoveKeyPostRequestBody { KeyId = Guid.Empty, Proof = Proof() }, cancellationToken: Ct));

        Assert.Equal((403, "Authorization_RequestDenied"), (others.ResponseStatusCode, others.Error!.Code));
        Assert.Equal((404, "Request_ResourceNotFound"), (nobodys.ResponseStatusCode, nobodys.Error!.Code));
        Assert.Equal((404, "Request_ResourceNotFound"), (gone.ResponseStatusCode, gone.Error!.Code));
    }

    private async Task RefusedAsync(int status, string code, AddKeyPostRequestBody body, GraphServiceClient? graph = null)
    {
        var refused = await Assert.ThrowsAsync<ODataError>(() => (graph ?? _stranger.Graph()).Applications[_stranger.App.ObjectId].AddKey.PostAsync(body, cancellationToken: Ct));
        Assert.Equal((status, code), (refused.ResponseStatusCode, refused.Error!.Code));
    }

    private Task<AuthenticationResult> With(X509Certificate2 certificate) => _stranger.Client().WithCertificate(certificate).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);

    private AddKeyPostRequestBody Body(string? proof) => new()
    {
        KeyCredential = new KeyCredential { Type = "AsymmetricX509Cert", Usage = "Verify", Key = _new.RawData },
        Proof = proof,
    };

    private string Proof(X509Certificate2? by = null) => Assertion.Sign(by ?? _old, Claims());

    private Dictionary<string, object> Claims(int minutesFromNow = 0) => Assertion.Claims(_stranger.App.ObjectId, "", Audience, minutesFromNow);
}
