using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Testing;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Microsoft365.Tests.TokenServers;

/// <summary>
/// The token client holds to OAuth 2.0 and OpenID Connect, not to the habits of our simulator: the same tests pass against a server that nobody here wrote,
/// where its rules allow. AADSTS codes are Microsoft's alone, so what is compared is what a mailbox would be told.
/// </summary>
public abstract class TokenClientTests<TServer> : IClassFixture<TServer>
    where TServer : TokenServer
{
    private static readonly SecretCredential Right = new(new Guid("01937a00-0000-7000-8000-000000000201"), "right", null);
    private readonly TServer _server;

    protected TokenClientTests(TServer server)
    {
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        _server = server;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_application_itself_gets_a_token_by_its_secret()
    {
        var answer = await _server.Endpoint.RequestAsync(new TokenRequest(_server.Connection(GrantKind.AppOnly, Right), Right, null), Ct);

        Assert.NotEmpty(answer.AccessToken);
        Assert.InRange(answer.Lifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(91));
        Assert.Null(answer.RefreshToken);
    }

    [Fact]
    public async Task The_application_itself_gets_a_token_by_its_certificate_each_time_with_a_new_assertion()
    {
        var credential = new CertificateCredential(new Guid("01937a00-0000-7000-8000-000000000202"), _server.Certificate);
        var request = new TokenRequest(_server.Connection(GrantKind.AppOnly, credential), credential, null);

        var first = await _server.Endpoint.RequestAsync(request, Ct);
        var second = await _server.Endpoint.RequestAsync(request, Ct); // a server that remembers the jti would refuse the same one

        Assert.NotEqual(first.AccessToken, second.AccessToken);
    }

    [Fact]
    public Task A_wrong_secret_needs_an_administrator() => RefusedAsync(
        FaultClass.AdministratorMustAct, _server.Connection(GrantKind.AppOnly, Right), new SecretCredential(Right.Id, "wrong", null));

    [Fact]
    public Task An_unknown_application_needs_an_administrator() => RefusedAsync(
        FaultClass.AdministratorMustAct, _server.Connection(GrantKind.AppOnly, Right, "11111111-2222-3333-4444-555555555555"), Right);

    [Fact]
    public async Task A_certificate_that_the_server_does_not_know_needs_an_administrator()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var stranger = new CertificateRequest("CN=Stranger", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var credential = new CertificateCredential(new Guid("01937a00-0000-7000-8000-000000000203"), stranger);

        await RefusedAsync(FaultClass.AdministratorMustAct, _server.Connection(GrantKind.AppOnly, credential), credential);
    }

    [Fact]
    public async Task A_person_signs_in_with_code_and_PKCE_and_is_known_by_the_id_token()
    {
        var connection = _server.Connection(GrantKind.Delegated, Right);
        var (signedIn, _, _) = await SignInAsync(connection);

        Assert.NotEmpty(signedIn.ObjectId);
        Assert.Equal("support@contoso", signedIn.UserName.Split('.')[0]);
        Assert.NotNull(signedIn.Tokens.RefreshToken);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var connection = _server.Connection(GrantKind.Delegated, Right);
        var (_, begun, code) = await SignInAsync(connection);

        await RefusedAsync(FaultClass.PersonMustSignIn, () => new EntraSignIn(_server.Endpoint).CompleteAsync(connection, begun, code, Ct));
    }

    [Fact]
    public async Task A_code_is_good_for_whoever_began_only()
    {
        var connection = _server.Connection(GrantKind.Delegated, Right);
        var begun = EntraSignIn.Begin(connection, TokenServer.Redirect, "support@contoso.example");
        var code = await _server.AcceptAsync(begun.Address);

        await RefusedAsync(FaultClass.PersonMustSignIn, () => new EntraSignIn(_server.Endpoint).CompleteAsync(connection, begun with { Verifier = new string('x', 43) }, code, Ct));
    }

    [Fact]
    public async Task An_id_token_of_another_sign_in_is_refused_by_us()
    {
        var connection = _server.Connection(GrantKind.Delegated, Right);
        var begun = EntraSignIn.Begin(connection, TokenServer.Redirect, "support@contoso.example");
        var code = await _server.AcceptAsync(begun.Address);

        await RefusedAsync(FaultClass.AdministratorMustAct, () => new EntraSignIn(_server.Endpoint).CompleteAsync(connection, begun with { Nonce = "another" }, code, Ct));
    }

    [Fact]
    public async Task The_refresh_token_rolls_and_the_keeper_always_goes_on_with_the_newest()
    {
        var connection = _server.Connection(GrantKind.Delegated, Right);
        var (signedIn, _, _) = await SignInAsync(connection);
        var time = new SimulatedTime(TimeProvider.System.GetUtcNow());
        var host = new InMemoryHost(time);
        host.Shared.Grants[connection.GrantId] = (1, signedIn.Tokens.RefreshToken!);
        var keeper = new TokenKeeper(host, _server.Endpoint, time, new Random(3), NullLogger<TokenKeeper>.Instance);
        var seen = new HashSet<string>();

        for (var round = 0; round < 5; round++)
        {
            seen.Add((await keeper.GetAsync(connection, Ct)).Value);
            seen.Add(host.Shared.Grants[connection.GrantId].Item2!);
            time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(10, seen.Count);
    }

    [Fact]
    public async Task A_refresh_token_that_was_used_before_is_told_as_a_grant_that_ended()
    {
        var connection = _server.Connection(GrantKind.Delegated, Right);
        var (signedIn, _, _) = await SignInAsync(connection);
        var old = new TokenRequest(connection, Right, signedIn.Tokens.RefreshToken);
        await _server.Endpoint.RequestAsync(old, Ct);

        await RefusedAsync(FaultClass.PersonMustSignIn, () => _server.Endpoint.RequestAsync(old, Ct));
    }

    [Fact]
    public Task A_refresh_token_that_is_none_is_told_as_a_grant_that_ended() => RefusedAsync(
        FaultClass.PersonMustSignIn, () => _server.Endpoint.RequestAsync(new TokenRequest(_server.Connection(GrantKind.Delegated, Right), Right, "1.nonsense"), Ct));

    [Fact]
    public async Task A_refresh_token_with_a_wrong_secret_blames_the_secret_and_lives_on()
    {
        var connection = _server.Connection(GrantKind.Delegated, Right);
        var (signedIn, _, _) = await SignInAsync(connection);

        await RefusedAsync(FaultClass.AdministratorMustAct, () => _server.Endpoint.RequestAsync(
            new TokenRequest(connection, new SecretCredential(Right.Id, "wrong", null), signedIn.Tokens.RefreshToken), Ct));
        Assert.NotEmpty((await _server.Endpoint.RequestAsync(new TokenRequest(connection, Right, signedIn.Tokens.RefreshToken), Ct)).AccessToken);
    }

    private async Task<(SignedIn SignedIn, SignInRequest Begun, string Code)> SignInAsync(ConnectionSettings connection)
    {
        var begun = EntraSignIn.Begin(connection, TokenServer.Redirect, "support@contoso.example");
        var code = await _server.AcceptAsync(begun.Address);
        return (await new EntraSignIn(_server.Endpoint).CompleteAsync(connection, begun, code, Ct), begun, code);
    }

    private Task RefusedAsync(FaultClass expected, ConnectionSettings connection, CredentialSettings credential) =>
        RefusedAsync(expected, () => _server.Endpoint.RequestAsync(new TokenRequest(connection, credential, null), Ct));

    private static async Task RefusedAsync(FaultClass expected, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<MailboxAuthenticationException>(act);
        Assert.Equal(expected, refused.Fault.Class);
    }
}

public sealed class TokenClientAgainstOidcProvider(OidcProvider server) : TokenClientTests<OidcProvider>(server);

public sealed class TokenClientAgainstSimulatedEntra(SimulatedEntra server) : TokenClientTests<SimulatedEntra>(server);
