using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Testing;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Tests.Tokens;

/// <summary>Several processes, each with its keeper, on one store.</summary>
public sealed class SharedGrantTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly SimulatedTime _time = new(Start);
    private readonly InMemoryHost.SharedState _state = new();
    private readonly ScriptedServer _server = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ConnectionSettings Connection { get; } = new()
    {
        GrantId = new Guid("01937a00-0000-7000-8000-000000000001"),
        Provider = "scripted",
        Authority = new Uri("https://login.example/"),
        Api = new Uri("https://api.example/"),
        Resource = "https://api.example",
        Tenant = "contoso",
        ClientId = "client",
        GrantKind = GrantKind.AppOnly,
        Credentials = [new SecretCredential(new Guid("01937a00-0000-7000-8000-000000000002"), "secret", null)],
    };

    private TokenKeeper NewProcess(int seed = 7) =>
        new(new InMemoryHost(_time, $"process-{seed}", _state), _server, _time, new Random(seed), new Logger<TokenKeeper>(new EventLog(_time)));

    [Fact]
    public async Task Eight_processes_with_25_callers_each_ask_once_and_share_the_token()
    {
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;
        var processes = Enumerable.Range(1, 8).Select(NewProcess).ToList();

        var callers = processes.SelectMany(p => Enumerable.Range(0, 25).Select(_ => p.GetAsync(Connection, Ct))).ToList();
        _time.Advance(TimeSpan.FromSeconds(3));
        gate.SetResult();
        _time.Advance(TimeSpan.FromSeconds(1));

        var tokens = await Task.WhenAll(callers);
        Assert.Equal(200, tokens.Length);
        Assert.Single(tokens.Select(t => t.Value).Distinct());
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task While_one_process_refreshes_ahead_of_time_the_others_work_on_with_the_token_that_lives()
    {
        var (first, second) = (NewProcess(1), NewProcess(2));
        var present = await first.GetAsync(Connection, Ct);
        _time.Advance(TimeSpan.FromMinutes(50));
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;

        var refreshing = first.GetAsync(Connection, Ct);
        var meanwhile = await second.GetAsync(Connection, Ct);
        gate.SetResult();

        Assert.Equal(present.Value, meanwhile.Value);
        Assert.NotEqual(present.Value, (await refreshing).Value);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_failure_is_one_for_all_processes_and_after_a_restart()
    {
        _server.Fails(new Fault(FaultCodes.SecretExpired, FaultClass.AdministratorMustAct, "gone"));
        await Assert.ThrowsAsync<MailboxAuthenticationException>(() => NewProcess(1).GetAsync(Connection, Ct));

        await Assert.ThrowsAsync<MailboxAuthenticationException>(() => NewProcess(2).GetAsync(Connection, Ct));
        _time.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<MailboxAuthenticationException>(() => NewProcess(3).GetAsync(Connection, Ct));

        Assert.Single(_server.Requests);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull((await NewProcess(4).GetAsync(Connection, Ct)).Value);
    }

    [Fact]
    public async Task A_refusal_that_another_process_met_between_our_look_and_our_claim_is_ours_too()
    {
        _server.Fails(new Fault(FaultCodes.SecretExpired, FaultClass.AdministratorMustAct, "gone"));
        var late = new LateClaims(new InMemoryHost(_time, "late", _state), () => Assert.ThrowsAsync<MailboxAuthenticationException>(() => NewProcess(1).GetAsync(Connection, Ct)));
        var keeper = new TokenKeeper(late, _server, _time, new Random(2), new Logger<TokenKeeper>(new EventLog(_time)));

        var refused = await Assert.ThrowsAsync<MailboxAuthenticationException>(() => keeper.GetAsync(Connection, Ct));

        Assert.Equal(FaultCodes.SecretExpired, refused.Fault.Code);
        Assert.Single(_server.Requests);
        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.NotNull((await NewProcess(3).GetAsync(Connection, Ct)).Value); // nobody sits on the right to ask
    }

    [Fact]
    public async Task A_process_that_died_in_the_middle_of_a_refresh_holds_the_others_up_for_twenty_seconds_at_most()
    {
        var killed = new Killable(new InMemoryHost(_time, "killed", _state));
        _server.Gate = new TaskCompletionSource().Task;
        _ = new TokenKeeper(killed, _server, _time, new Random(1), new Logger<TokenKeeper>(new EventLog(_time))).GetAsync(Connection, Ct); // never answered
        _time.Advance(TimeSpan.FromSeconds(33));
        killed.IsDead = true;
        _server.Gate = Task.CompletedTask;
        var asking = NewProcess(2).GetAsync(Connection, Ct);
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.Single(_server.Requests);

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.NotNull((await asking).Value);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_refresh_that_takes_minutes_is_asked_for_once_all_the_same()
    {
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;
        var (first, second) = (NewProcess(1).GetAsync(Connection, Ct), NewProcess(2).GetAsync(Connection, Ct));
        _time.Advance(TimeSpan.FromSeconds(150));
        gate.SetResult();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((await first).Value, (await second).Value);
        Assert.Single(_server.Requests);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_state.RefreshClaims);
    }

    [Fact]
    public async Task A_refresh_whose_claim_cannot_be_renewed_goes_on_and_is_stored()
    {
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;
        var away = new Killable(new InMemoryHost(_time, "process", _state));
        var asking = new TokenKeeper(away, _server, _time, new Random(1), new Logger<TokenKeeper>(new EventLog(_time))).GetAsync(Connection, Ct);
        away.Refuses = true;
        _time.Advance(TimeSpan.FromSeconds(12));
        gate.SetResult();

        Assert.Equal((await asking).Value, (await NewProcess(2).GetAsync(Connection, Ct)).Value);
        Assert.Single(_server.Requests);
    }

    /// <summary>A store whose process dies, or whose database is away for renewals.</summary>
    private sealed class Killable(ITokenStore store) : ITokenStore
    {
        private readonly Task<bool> _never = new TaskCompletionSource<bool>().Task;

        public bool IsDead { get; set; }

        public bool Refuses { get; set; }

        public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken) => store.LoadAsync(grantId, resource, cancellationToken);

        public Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken) =>
            IsDead ? _never : Refuses ? Task.FromException<bool>(new IOException("The database is away.")) : store.ClaimAsync(grantId, claim, cancellationToken);

        public Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken) =>
            IsDead ? _never : store.SaveAsync(grantId, resource, update, cancellationToken);

        public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken) =>
            IsDead ? _never : store.NoteFailureAsync(grantId, claim, failure, cancellationToken);
    }

    [Fact]
    public async Task Whoever_can_never_get_the_claim_hears_of_it_and_does_not_wait_for_ever()
    {
        var asking = new TokenKeeper(new Unclaimable(new InMemoryHost(_time, "process", _state)), _server, _time, new Random(7), new Logger<TokenKeeper>(new EventLog(_time))).GetAsync(Connection, Ct);
        _time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(FaultCodes.DatabaseFailed, (await Assert.ThrowsAsync<MailboxUnavailableException>(() => asking)).Fault.Code);
        Assert.Empty(_server.Requests);
    }

    /// <summary>A store whose row of the grant is gone.</summary>
    private sealed class Unclaimable(ITokenStore store) : ITokenStore
    {
        public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken) => store.LoadAsync(grantId, resource, cancellationToken);

        public Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken) => store.SaveAsync(grantId, resource, update, cancellationToken);

        public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken) =>
            store.NoteFailureAsync(grantId, claim, failure, cancellationToken);
    }

    [Fact]
    public async Task An_application_is_never_sent_to_a_sign_in_page_and_is_looked_at_again()
    {
        var process = NewProcess();
        _server.Fails(new Fault(FaultCodes.GrantEnded, FaultClass.PersonMustSignIn, "a code that nobody knows yet"));

        var refused = await Assert.ThrowsAsync<MailboxAuthenticationException>(() => process.GetAsync(Connection, Ct));
        Assert.Equal((FaultCodes.ConfigurationWrong, FaultClass.AdministratorMustAct), (refused.Fault.Code, refused.Fault.Class));

        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.NotNull((await process.GetAsync(Connection, Ct)).Value);
    }

    [Fact]
    public async Task What_a_clock_that_was_a_year_ahead_wrote_holds_nobody_up()
    {
        var settings = "https://login.example/ contoso client 01937a00-0000-7000-8000-000000000002";
        _state.TokenFailures[Connection.GrantId] = new TokenFailure(
            new Fault(FaultCodes.NameUnresolved, FaultClass.Transient, "before the network was up"), 0, settings, Start.AddYears(1), Start.AddYears(1).AddMinutes(1), 1);
        _state.RefreshClaims[Connection.GrantId] = new RefreshClaim(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), 0, Start.AddYears(1), Start.AddYears(1).AddMinutes(2));

        Assert.NotNull((await NewProcess().GetAsync(Connection, Ct)).Value);
    }

    [Fact]
    public async Task A_database_that_fails_in_the_middle_of_a_refresh_costs_no_token_that_lives()
    {
        var host = new InMemoryHost(_time, "process", _state);
        var store = new Unsaving(host);
        var process = new TokenKeeper(store, _server, _time, new Random(7), new Logger<TokenKeeper>(new EventLog(_time)));
        var first = await process.GetAsync(Connection, Ct);
        _time.Advance(TimeSpan.FromMinutes(50));
        store.Fails = true;

        Assert.Equal(first.Value, (await process.GetAsync(Connection, Ct)).Value);
        store.Fails = false;
        _time.Advance(TimeSpan.FromMinutes(3)); // the claim has ended by itself
        Assert.NotEqual(first.Value, (await process.GetAsync(Connection, Ct)).Value);
    }

    [Fact]
    public async Task Whoever_began_a_refresh_may_stop_waiting_and_the_others_get_its_token()
    {
        var gate = new TaskCompletionSource();
        _server.Gate = gate.Task;
        using var stop = new CancellationTokenSource();
        var process = NewProcess();
        var first = process.GetAsync(Connection, stop.Token);
        var second = process.GetAsync(Connection, Ct);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.NotNull((await second).Value);
        Assert.Single(_server.Requests);
    }

    private sealed class Unsaving(ITokenStore store) : ITokenStore
    {
        public bool Fails { get; set; }

        public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken) => store.LoadAsync(grantId, resource, cancellationToken);

        public Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken) => store.ClaimAsync(grantId, claim, cancellationToken);

        public Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken) =>
            Fails ? throw new IOException("The disk is full.") : store.SaveAsync(grantId, resource, update, cancellationToken);

        public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken) =>
            store.NoteFailureAsync(grantId, claim, failure, cancellationToken);
    }

    [Fact]
    public async Task What_the_endpoint_asks_of_a_client_holds_for_all_its_connections()
    {
        var process = NewProcess();
        var other = Connection with { GrantId = new Guid("01937a00-0000-7000-8000-000000000009") };
        _server.Fails(new Fault(FaultCodes.Throttled, FaultClass.Throttled, "slow down") { RetryAfter = TimeSpan.FromSeconds(120) });
        await Assert.ThrowsAsync<MailboxThrottledException>(() => process.GetAsync(Connection, Ct));

        _time.Advance(TimeSpan.FromSeconds(20));
        var refused = await Assert.ThrowsAsync<MailboxThrottledException>(() => process.GetAsync(other, Ct));
        Assert.Equal(TimeSpan.FromSeconds(100), refused.Fault.RetryAfter);
        Assert.Single(_server.Requests);

        _time.Advance(TimeSpan.FromSeconds(101));
        Assert.NotNull((await process.GetAsync(other, Ct)).Value);
    }

    [Fact]
    public async Task A_token_for_28_hours_is_refreshed_within_90_minutes_and_a_refusal_is_told_while_it_lives()
    {
        _server.Lifetime = TimeSpan.FromHours(28);
        var process = NewProcess();
        var first = await process.GetAsync(Connection, Ct);
        Assert.InRange(first.RefreshAt, Start.AddMinutes(60), Start.AddMinutes(90));
        Assert.Null(process.TroubleAhead(Connection));

        _time.Advance(TimeSpan.FromMinutes(91));
        _server.Fails(new Fault(FaultCodes.SecretExpired, FaultClass.AdministratorMustAct, "gone"));

        Assert.Equal(first.Value, (await process.GetAsync(Connection, Ct)).Value);
        Assert.Equal(FaultCodes.SecretExpired, process.TroubleAhead(Connection)?.Code);
        _time.Advance(TimeSpan.FromMinutes(20));
        await process.GetAsync(Connection, Ct);
        Assert.Null(process.TroubleAhead(Connection));
    }

    [Fact]
    public async Task A_claims_challenge_is_handed_to_the_endpoint_and_never_answered_with_the_token_it_was_about()
    {
        var process = NewProcess();
        var refused = await process.GetAsync(Connection, Ct);

        var fresh = await process.ReplaceAsync(Connection, refused, """{"access_token":{"nbf":{"essential":true,"value":"1"}}}""", Ct);

        Assert.NotEqual(refused.Value, fresh.Value);
        Assert.Equal([null, """{"access_token":{"nbf":{"essential":true,"value":"1"}}}"""], _server.Requests.Select(r => r.Claims));
    }

    /// <summary>A store to which a claim comes late: before it, somebody else does something.</summary>
    private sealed class LateClaims(ITokenStore store, Func<Task> before) : ITokenStore
    {
        public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken) => store.LoadAsync(grantId, resource, cancellationToken);

        public async Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken)
        {
            await before();
            return await store.ClaimAsync(grantId, claim, cancellationToken);
        }

        public Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken) =>
            store.SaveAsync(grantId, resource, update, cancellationToken);

        public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken) =>
            store.NoteFailureAsync(grantId, claim, failure, cancellationToken);
    }
}
