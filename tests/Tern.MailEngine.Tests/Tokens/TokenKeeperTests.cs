using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Testing;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Tests.Tokens;

public sealed class TokenKeeperTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly SimulatedTime _time = new(Start);
    private readonly InMemoryHost _host;
    private readonly ScriptedServer _server = new();
    private readonly TokenKeeper _keeper;

    public TokenKeeperTests()
    {
        _host = new InMemoryHost(_time);
        _keeper = new TokenKeeper(_host, _server, _time, new Random(7), new Logger<TokenKeeper>(new EventLog(_time)));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_kept_until_half_of_its_life_and_replaced_before_three_quarters()
    {
        var first = await _keeper.GetAsync(AppOnly(), Ct);

        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(first.Value, (await _keeper.GetAsync(AppOnly(), Ct)).Value);

        _time.Advance(TimeSpan.FromMinutes(16));
        Assert.NotEqual(first.Value, (await _keeper.GetAsync(AppOnly(), Ct)).Value);
        Assert.InRange(first.RefreshAt, Start + TimeSpan.FromMinutes(30), Start + TimeSpan.FromMinutes(45));
    }

    [Fact]
    public async Task A_mailbox_that_fetches_hundreds_of_mails_a_second_does_not_read_its_token_from_the_database_for_each()
    {
        var store = new CountingStore(_host);
        var keeper = new TokenKeeper(store, _server, _time, new Random(7), new Logger<TokenKeeper>(new EventLog(_time)));
        await keeper.GetAsync(AppOnly(), Ct);
        for (var tenths = 0; tenths < 300; tenths++)
        {
            await keeper.GetAsync(AppOnly(), Ct);
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.InRange(store.Loads, 3, 5);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Twenty_callers_that_need_a_token_at_once_cause_one_request_and_share_its_failure_too()
    {
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;
        _server.Fails(Fault(FaultCodes.ProviderDown, FaultClass.Transient));

        var callers = Enumerable.Range(0, 20).Select(_ => _keeper.GetAsync(AppOnly(), Ct)).ToList();
        gate.SetResult();

        foreach (var caller in callers)
        {
            await Assert.ThrowsAsync<MailboxUnavailableException>(() => caller);
        }

        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_failed_refresh_costs_nothing_while_the_present_token_lives()
    {
        var first = await _keeper.GetAsync(AppOnly(), Ct);
        _time.Advance(TimeSpan.FromMinutes(46));
        _server.Fails(Fault(FaultCodes.NetworkDown, FaultClass.Transient));

        Assert.Equal(first.Value, (await _keeper.GetAsync(AppOnly(), Ct)).Value);

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotEqual(first.Value, (await _keeper.GetAsync(AppOnly(), Ct)).Value);
    }

    [Fact]
    public async Task A_token_is_never_handed_out_in_its_last_minute()
    {
        await _keeper.GetAsync(AppOnly(), Ct);
        _time.Advance(TimeSpan.FromMinutes(59.5));
        _server.Fails(Fault(FaultCodes.ProviderDown, FaultClass.Transient));

        await Assert.ThrowsAsync<MailboxUnavailableException>(() => _keeper.GetAsync(AppOnly(), Ct));
    }

    [Fact]
    public async Task A_rolled_refresh_token_is_stored_and_an_answer_without_one_keeps_the_old()
    {
        var connection = Delegated("rt-1");
        _server.Answers("at-1", refreshToken: "rt-2");
        _server.Answers("at-2", refreshToken: null);

        await _keeper.GetAsync(connection, Ct);
        _time.Advance(TimeSpan.FromMinutes(50));
        await _keeper.GetAsync(connection, Ct);

        Assert.Equal(["rt-1", "rt-2"], _server.Requests.Select(r => r.RefreshToken));
        Assert.Equal("rt-2", _host.Shared.Grants[connection.GrantId].RefreshToken);
    }

    [Fact]
    public async Task The_older_token_never_overwrites_the_newer()
    {
        var connection = Delegated("rt-1");
        _server.OnRequest = () =>
        {
            // Another process refreshes while our request is on its way.
            _server.OnRequest = null;
            var now = _time.GetUtcNow();
            _host.Shared.Grants[connection.GrantId] = (2, "rt-theirs");
            _host.Shared.AccessTokens[(connection.GrantId, connection.Resource)] = new AccessToken("at-theirs", now, now.AddHours(1), now.AddMinutes(40));
        };
        _server.Answers("at-ours", refreshToken: "rt-ours");

        var token = await _keeper.GetAsync(connection, Ct);

        Assert.Equal("at-theirs", token.Value);
        Assert.Equal("rt-theirs", _host.Shared.Grants[connection.GrantId].RefreshToken);
    }

    [Fact]
    public async Task A_refusal_that_needs_a_person_is_confirmed_once_and_then_left_alone_until_somebody_signs_in()
    {
        var connection = Delegated("rt-1");
        _server.Fails(Fault(FaultCodes.GrantEnded, FaultClass.PersonMustSignIn));
        _server.Fails(Fault(FaultCodes.GrantEnded, FaultClass.PersonMustSignIn));

        var asking = _keeper.GetAsync(connection, Ct);
        _time.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<MailboxAuthenticationException>(() => asking);
        _time.Advance(TimeSpan.FromDays(3));
        await Assert.ThrowsAsync<MailboxAuthenticationException>(() => _keeper.GetAsync(connection, Ct));
        Assert.Equal(2, _server.Requests.Count);

        _host.Shared.Grants[connection.GrantId] = (9, "rt-after-sign-in");
        await _keeper.GetAsync(connection, Ct);
        Assert.Equal("rt-after-sign-in", _server.Requests[^1].RefreshToken);
    }

    [Fact]
    public async Task A_refusal_that_was_a_moment_s_mood_costs_nothing()
    {
        var connection = Delegated("rt-1");
        _server.Fails(Fault(FaultCodes.GrantEnded, FaultClass.PersonMustSignIn));

        var asking = _keeper.GetAsync(connection, Ct);
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.NotNull((await asking).Value);
    }

    [Fact]
    public async Task Credentials_are_tried_in_order_and_the_one_that_works_is_remembered()
    {
        var old = new SecretCredential(Guid.CreateVersion7(Start), "old", null);
        var current = new SecretCredential(Guid.CreateVersion7(Start.AddSeconds(1)), "current", null);
        _server.Fails(Fault(FaultCodes.SecretExpired, FaultClass.AdministratorMustAct));

        await _keeper.GetAsync(AppOnly() with { Credentials = [old, current] }, Ct);

        Assert.Equal([old, current], _server.Requests.Select(r => r.Credential));
        Assert.Equal(current.Id, _host.Shared.WorkingCredentials[AppOnly().GrantId]);
    }

    [Fact]
    public async Task What_an_administrator_must_mend_is_probed_slowly_and_at_once_after_a_change()
    {
        _server.Fails(Fault(FaultCodes.SecretExpired, FaultClass.AdministratorMustAct));
        await Assert.ThrowsAsync<MailboxAuthenticationException>(() => _keeper.GetAsync(AppOnly(), Ct));

        _time.Advance(TimeSpan.FromMinutes(11));
        await Assert.ThrowsAsync<MailboxAuthenticationException>(() => _keeper.GetAsync(AppOnly(), Ct));
        Assert.Single(_server.Requests);

        var mended = AppOnly() with { Credentials = [new SecretCredential(Guid.CreateVersion7(Start.AddSeconds(9)), "new", null)] };
        await _keeper.GetAsync(mended, Ct);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Theory]
    [InlineData(FaultCodes.ConsentMissing, FaultClass.AdministratorMustAct, 2)]
    [InlineData(FaultCodes.NetworkDown, FaultClass.Transient, 2)]
    [InlineData(FaultCodes.Throttled, FaultClass.Throttled, 1)]
    public async Task Who_mended_it_at_Microsoft_and_looks_again_gets_a_fresh_answer_but_a_throttling_server_its_rest(string code, FaultClass @class, int requests)
    {
        _server.Fails(Fault(code, @class));
        await Assert.ThrowsAnyAsync<MailboxException>(() => _keeper.GetAsync(AppOnly(), Ct));

        _keeper.LookAgain(AppOnly());
        await Record.ExceptionAsync(() => _keeper.GetAsync(AppOnly(), Ct));

        Assert.Equal(requests, _server.Requests.Count);
    }

    [Fact]
    public async Task Throttling_is_waited_out_as_long_as_the_server_says()
    {
        _server.Fails(new Fault(FaultCodes.Throttled, FaultClass.Throttled, "slow down") { RetryAfter = TimeSpan.FromSeconds(120) });
        await Assert.ThrowsAsync<MailboxThrottledException>(() => _keeper.GetAsync(AppOnly(), Ct));

        _time.Advance(TimeSpan.FromSeconds(119));
        await Assert.ThrowsAsync<MailboxThrottledException>(() => _keeper.GetAsync(AppOnly(), Ct));
        Assert.Single(_server.Requests);

        _time.Advance(TimeSpan.FromSeconds(2));
        await _keeper.GetAsync(AppOnly(), Ct);
    }

    [Fact]
    public async Task An_idle_grant_is_refreshed_once_a_day()
    {
        var connection = Delegated("rt-1");
        for (var hour = 0; hour < 24 * 10; hour++)
        {
            await _keeper.KeepAliveAsync(connection, Ct);
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.InRange(_server.Requests.Count, 10, 13);
    }

    private static Fault Fault(string code, FaultClass @class) => new(code, @class, "as told by the script");

    private static ConnectionSettings AppOnly() => new()
    {
        GrantId = new Guid("01937a00-0000-7000-8000-000000000001"),
        Provider = "scripted",
        Authority = new Uri("https://login.example/"),
        Api = new Uri("https://mail.example/"),
        Resource = "https://mail.example",
        Tenant = "contoso",
        ClientId = "client",
        GrantKind = GrantKind.AppOnly,
        Credentials = [new SecretCredential(new Guid("01937a00-0000-7000-8000-000000000002"), "secret", null)],
    };

    private ConnectionSettings Delegated(string refreshToken)
    {
        var connection = AppOnly() with { GrantKind = GrantKind.Delegated, GrantId = new Guid("01937a00-0000-7000-8000-000000000003") };
        _host.Shared.Grants[connection.GrantId] = (1, refreshToken);
        return connection;
    }

    private sealed class CountingStore(ITokenStore store) : ITokenStore
    {
        public int Loads { get; private set; }

        public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken)
        {
            Loads++;
            return store.LoadAsync(grantId, resource, cancellationToken);
        }

        public Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken) =>
            store.SaveAsync(grantId, resource, update, cancellationToken);

        public Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken) => store.ClaimAsync(grantId, claim, cancellationToken);

        public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken) =>
            store.NoteFailureAsync(grantId, claim, failure, cancellationToken);
    }
}
