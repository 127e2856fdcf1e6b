using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Push;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>Microsoft tells of mail, late, twice, or not at all: scenarios 40 to 46. The clock would find the mail in six hours; here it is always the bell.</summary>
public abstract class PushScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    /// <summary>Shorter than a handshake may take.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Scenario_40_The_handshake_is_answered_with_the_token_as_escaped_text()
    {
        using var microsoft = App.Browser();
        using var nothing = new StringContent("", Encoding.UTF8, "text/plain");
        foreach (var path in (string[])["/push/0193f3b2c1d24e0fa0b1c2d3e4f50617", "/push/lifecycle/0193f3b2c1d24e0fa0b1c2d3e4f50617"])
        {
            var plain = await microsoft.Http.PostAsync($"{path}?validationToken=Validation%3A+Testing+reachability+Request-Id%3A+1-2", nothing, Ct);
            var strange = await microsoft.Http.PostAsync($"{path}?validationToken=a%26%3Cb%3E", nothing, Ct);

            Assert.Equal((HttpStatusCode.OK, "text/plain", "Validation: Testing reachability Request-Id: 1-2"), (plain.StatusCode, plain.Content.Headers.ContentType?.MediaType, await plain.Content.ReadAsStringAsync(Ct)));
            Assert.Equal((HttpStatusCode.OK, "a&amp;&lt;b&gt;"), (strange.StatusCode, await strange.Content.ReadAsStringAsync(Ct)));
        }
    }

    [Fact]
    public async Task Scenario_40_A_handshake_that_fails_is_tried_again_with_growing_gaps_and_the_mailbox_is_read_all_the_while()
    {
        App.Office.Door.Instead = HttpStatusCode.ServiceUnavailable;
        LoneMailbox mailbox;
        try
        {
            mailbox = await LoneMailbox.AppOnlyAsync(App, "cold-start");
            await RoundsUntilAsync(() => Creations(mailbox).Count >= 5, seconds: 60);

            var times = Creations(mailbox).Take(5).Select(e => e.Time).ToList();
            Assert.All(Creations(mailbox), e => Assert.Equal((400, "ValidationError"), (e.Status, e.Error)));
            Assert.True(times[4] - times[3] > 3 * (times[1] - times[0]), "The gaps do not grow.");
            var page = await mailbox.PageAsync();
            Assert.Contains("data-push-fault=\"push-unreachable\"", page, StringComparison.Ordinal);
            Assert.Contains("It looks by itself every 21600 seconds.", page, StringComparison.Ordinal);
            await mailbox.AssertWorksAsync("read by the clock");
        }
        finally
        {
            App.Office.Door.Instead = null;
        }

        await RoundsUntilAsync(() => Subscription(mailbox) is not null, seconds: 60);
        Assert.Contains("Microsoft tells Tern of new mail within seconds.", await mailbox.PageAsync(), StringComparison.Ordinal);
        await AssertToldAsync(mailbox, "told at last");
    }

    [Fact]
    public async Task Scenario_41_What_is_forged_is_not_heard_and_what_comes_often_is_one_look()
    {
        var mailbox = await SubscribedAsync("burst");
        var other = await SubscribedAsync("heard");
        var state = Subscription(mailbox)!.ClientState!;
        mailbox.Mark();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, await TellAsync(mailbox, $"{state[..^8]}{i:x8}"));
            Assert.Equal(HttpStatusCode.Accepted, await TellAsync(mailbox, "secret"));
            Assert.Equal(HttpStatusCode.Accepted, await TellAsync(mailbox, $"{Guid.CreateVersion7():N}{state[32..]}"));
        }

        Assert.Equal(HttpStatusCode.Accepted, await TellAsync(mailbox, "é" + state));

        // What was told later, and with the right secret, is heard; by then the forged ones would have been.
        other.Write("rightly told");
        Assert.Equal(HttpStatusCode.Accepted, await TellAsync(other, Subscription(other)!.ClientState!));
        await Eventually.TrueAsync(() => HasTicketAsync(other, "rightly told"));
        Assert.Empty(mailbox.GraphRequests);

        mailbox.Write("in the burst");
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, await TellAsync(mailbox, state));
        }

        await Eventually.TrueAsync(() => HasTicketAsync(mailbox, "in the burst"));
        Assert.InRange(mailbox.GraphRequests.Count(e => e.Path.Contains("inbox/messages/delta", StringComparison.Ordinal)), 1, 12);
        await mailbox.AssertOneTicketAsync("in the burst");
    }

    [Fact]
    public async Task Scenario_41_What_is_no_notification_is_refused_or_taken_for_nothing()
    {
        using var anybody = App.Browser();
        foreach (var (body, status) in ((string, HttpStatusCode)[])[("no json", HttpStatusCode.BadRequest), ("", HttpStatusCode.BadRequest), ("[]", HttpStatusCode.Accepted), ("{\"value\":[1,{\"clientState\":2}]}", HttpStatusCode.Accepted)])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            Assert.Equal(status, (await anybody.Http.PostAsync("/push/0193f3b2c1d24e0fa0b1c2d3e4f50617", content, Ct)).StatusCode);
        }

        using var large = new HttpRequestMessage(HttpMethod.Post, "/push/0193f3b2c1d24e0fa0b1c2d3e4f50617")
        {
            Content = new StringContent($"{{\"value\":[\"{new string('a', 1_100_000)}\"]}}", Encoding.UTF8, "application/json"),
            Headers = { ExpectContinue = true },
        };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await anybody.Http.SendAsync(large, Ct)).StatusCode);
    }

    [Fact]
    public async Task Scenario_42_With_the_database_away_the_answer_is_202_at_once_and_the_mail_is_read_when_it_is_back()
    {
        var mailbox = await SubscribedAsync("no-database");
        var state = Subscription(mailbox)!.ClientState!;
        var away = new AwayDatabase();
        await App.RestartAsync(services =>
        {
            away.Inner = services.Last(s => s.ServiceType == typeof(IDbContextFactory<TernDbContext>));
            services.Replace(ServiceDescriptor.Singleton<IDbContextFactory<TernDbContext>>(away.Create));
        });
        try
        {
            await mailbox.CheckAsync();
            mailbox.Write("while the database was away");
            away.IsAway = true;
            Assert.Equal(HttpStatusCode.Accepted, await TellAsync(mailbox, state));
            Assert.Equal(HttpStatusCode.Accepted, await TellAsync(mailbox, $"{Guid.CreateVersion7():N}{state[32..]}"));
            away.IsAway = false;

            await Eventually.TrueAsync(async () =>
            {
                App.Time.Advance(Round);
                return await HasTicketAsync(mailbox, "while the database was away");
            });
            await mailbox.AssertOneTicketAsync("while the database was away");
        }
        finally
        {
            await App.RestartAsync();
        }
    }

    [Fact]
    public async Task Scenario_43_A_subscription_that_ended_because_its_renewal_failed_for_days_is_made_anew_and_no_mail_is_lost()
    {
        var mailbox = await SubscribedAsync("renewal");
        var first = Subscription(mailbox)!;
        mailbox.Break(new Fault { Path = "/v1.0/subscriptions/*", Method = "PATCH", Status = 503, GraphCode = "ServiceUnavailable" });
        await RoundsUntilAsync(() => mailbox.GraphRequests.Any(e => e.Method == "PATCH" && e.Status == 503), TimeSpan.FromHours(12));
        Assert.Contains("data-push=\"told\"", await mailbox.PageAsync(), StringComparison.Ordinal);
        Assert.Contains("data-push-fault=\"provider-down\"", await mailbox.PageAsync(), StringComparison.Ordinal);

        await RoundsUntilAsync(() => Subscription(mailbox) is { } now && now.Id != first.Id, TimeSpan.FromHours(6), seconds: 60);
        mailbox.Mend();

        await AssertToldAsync(mailbox, "after the renewal failed");
        Assert.Single(App.Office.Simulator.Push.Subscriptions, s => s.ClientId == mailbox.Registration.ClientId);
    }

    [Fact]
    public async Task Scenario_43_At_half_its_life_a_subscription_is_renewed()
    {
        var mailbox = await SubscribedAsync("half-life");
        var first = Subscription(mailbox)!;
        var end = first.Expires;
        App.Office.Door.Instead = HttpStatusCode.Accepted; // so that nobody asks for a present token before that
        await RoundsUntilAsync(() => Subscription(mailbox) is { } now && now.Expires > end, TimeSpan.FromHours(6));
        App.Office.Door.Instead = null;

        Assert.Equal(first.Id, Subscription(mailbox)!.Id);
        var renewal = Assert.Single(mailbox.GraphRequests, e => e.Method == "PATCH" && e.Path.StartsWith("/v1.0/subscriptions/", StringComparison.Ordinal));
        Assert.InRange((end - renewal.Time).TotalHours, 28, 36.1);
        await AssertToldAsync(mailbox, "after the renewal");
    }

    [Fact]
    public async Task Scenario_44_An_end_beyond_the_bound_is_asked_for_once_and_the_bound_is_remembered()
    {
        var settings = App.Office.Simulator.Settings;
        var before = settings.LongestSubscription;
        settings.LongestSubscription = TimeSpan.FromMinutes(1_440);
        try
        {
            var mailbox = await SubscribedAsync("bound");
            Assert.Equal([400, 201], Creations(mailbox).Select(e => e.Status));
            Assert.InRange((Subscription(mailbox)!.Expires - App.Time.GetUtcNow()).TotalMinutes, 1_300, 1_440);
            mailbox.Mark();

            App.Office.Simulator.Push.Remove(Subscription(mailbox)!);
            await RoundsUntilAsync(() => Subscription(mailbox) is not null, TimeSpan.FromMinutes(20));
            Assert.Equal([201], Creations(mailbox).Select(e => e.Status));
        }
        finally
        {
            settings.LongestSubscription = before;
        }
    }

    [Fact]
    public async Task Scenario_45_A_subscription_whose_token_is_to_be_shown_is_renewed_one_that_was_removed_is_made_anew_and_what_was_missed_is_read()
    {
        var mailbox = await SubscribedAsync("lifecycle");
        var first = Subscription(mailbox)!;
        App.Office.Simulator.Push.SendLifecycleEvent(first, "reauthorizationRequired");
        await RoundsUntilAsync(() => mailbox.GraphRequests.Any(e => e.Method == "PATCH" && e.Path == $"/v1.0/subscriptions/{first.Id}" && e.Status == 200));

        App.Office.Door.Instead = HttpStatusCode.Accepted; // what is told of the mail gets lost behind our back
        mailbox.Write("missed");
        await TellEverythingAsync();
        App.Office.Door.Instead = null;
        Assert.False(await HasTicketAsync(mailbox, "missed"));
        App.Office.Simulator.Push.SendLifecycleEvent(first, "missed");
        await TellEverythingAsync();
        await Eventually.TrueAsync(() => HasTicketAsync(mailbox, "missed"));

        App.Office.Simulator.Push.SendLifecycleEvent(first, "subscriptionRemoved");
        await RoundsUntilAsync(() => Subscription(mailbox) is { } now && now.Id != first.Id);
        await AssertToldAsync(mailbox, "after it was removed");
    }

    [Fact]
    public async Task Scenario_45_A_renewal_that_Microsoft_asked_for_and_that_failed_is_made_up_for_and_does_not_wait_for_half_the_life()
    {
        var mailbox = await SubscribedAsync("asked-once");
        var first = Subscription(mailbox)!;
        mailbox.Break(new Fault { Path = "/v1.0/subscriptions/*", Method = "PATCH", Status = 503, GraphCode = "ServiceUnavailable", Times = 1 });
        App.Office.Simulator.Push.SendLifecycleEvent(first, "reauthorizationRequired");

        await RoundsUntilAsync(() => mailbox.GraphRequests.Count(e => e.Method == "PATCH" && e.Path == $"/v1.0/subscriptions/{first.Id}" && e.Status == 200) == 1);

        Assert.Single(mailbox.GraphRequests, e => e.Method == "PATCH" && e.Status == 503);
    }

    [Fact]
    public async Task Scenario_45_A_subscription_that_went_without_a_word_is_missed_within_the_hour()
    {
        var mailbox = await SubscribedAsync("silent-death");
        App.Office.Simulator.Push.Remove(Subscription(mailbox)!);
        mailbox.Write("nobody tells of it");
        var died = App.Time.GetUtcNow();

        await RoundsUntilAsync(() => Subscription(mailbox) is not null, TimeSpan.FromMinutes(10));

        Assert.InRange(App.Time.GetUtcNow() - died, TimeSpan.Zero, TimeSpan.FromMinutes(75));
        await Eventually.TrueAsync(() => HasTicketAsync(mailbox, "nobody tells of it"));
    }

    [Fact]
    public async Task Scenario_45_Mail_of_which_nothing_was_told_makes_the_subscription_be_looked_at_and_then_be_replaced()
    {
        var mailbox = await SubscribedAsync("mute");
        var mute = Subscription(mailbox)!;
        await GoesUntoldTwiceAsync(mailbox, mute);

        await RoundsUntilAsync(() => Subscription(mailbox) is { } now && now.Id != mute.Id, TimeSpan.FromMinutes(2));
        await AssertToldAsync(mailbox, "told by the new one");
    }

    [Fact]
    public async Task Scenario_45_A_subscription_that_tells_nothing_is_replaced_also_where_it_cannot_be_ended_at_once()
    {
        var mailbox = await SubscribedAsync("mute-and-stubborn");
        var mute = Subscription(mailbox)!;
        await GoesUntoldTwiceAsync(mailbox, mute);
        mailbox.Break(new Fault { Path = "/v1.0/subscriptions/*", Method = "DELETE", Status = 503, GraphCode = "ServiceUnavailable", Times = 1 });

        await RoundsUntilAsync(() => Subscription(mailbox) is { } now && now.Id != mute.Id, TimeSpan.FromMinutes(2));

        Assert.Single(mailbox.GraphRequests, e => e.Method == "DELETE" && e.Status == 503);
        await AssertToldAsync(mailbox, "told by the one that came after");
    }

    [Fact]
    public async Task Scenario_46_A_subscription_whose_making_was_not_answered_is_adopted()
    {
        var mailbox = LoneMailbox.Register(App, "lost-answer");
        mailbox.Break(new Fault { Path = "/v1.0/subscriptions", Method = "POST", Cut = Cut.AfterEffect, Times = 1 });
        await mailbox.ConnectAsync();
        await RoundsUntilAsync(() => mailbox.GraphRequests.Any(e => e.Method == "GET" && e.Path == "/v1.0/subscriptions"), seconds: 60);

        await RoundsUntilAsync(async () => (await mailbox.PageAsync()).Contains("data-push=\"told\"", StringComparison.Ordinal));
        Assert.Single(App.Office.Simulator.Push.Subscriptions, s => s.ClientId == mailbox.Registration.ClientId);
        await AssertToldAsync(mailbox, "told by the adopted one");
    }

    [Fact]
    public async Task Scenario_46_A_subscription_of_ours_whose_secret_is_forgotten_is_deleted_and_made_anew()
    {
        var mailbox = await SubscribedAsync("stray");
        var stray = Subscription(mailbox)!;
        await using (var db = App.Database())
        {
            await db.Subscriptions.Where(s => s.MailboxId == mailbox.Id).ExecuteDeleteAsync(Ct); // a backup from before it was made
        }

        await RoundsUntilAsync(() => Subscription(mailbox) is { } now && now.Id != stray.Id);

        Assert.Single(App.Office.Simulator.Push.Subscriptions, s => s.ClientId == mailbox.Registration.ClientId);
        await AssertToldAsync(mailbox, "told by the one made anew");
    }

    [Fact]
    public async Task Scenario_46_A_subscription_of_another_installation_is_left_alone_and_named()
    {
        var mailbox = LoneMailbox.Register(App, "two-installations");
        var theirs = await SubscribeElsewhereAsync(mailbox);
        await mailbox.ConnectAsync();
        await RoundsUntilAsync(async () => (await mailbox.PageAsync()).Contains("data-push-fault=\"push-taken\"", StringComparison.Ordinal));

        Assert.Equal(theirs, Assert.Single(App.Office.Simulator.Push.Subscriptions, s => s.ClientId == mailbox.Registration.ClientId).Id);
        await mailbox.AssertWorksAsync("read by the clock beside them");
    }

    private async Task<LoneMailbox> SubscribedAsync(string name)
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, name);
        await RoundsUntilAsync(() => Subscription(mailbox) is not null);
        await RoundsUntilAsync(async () => (await mailbox.PageAsync()).Contains("data-push=\"told\"", StringComparison.Ordinal));
        return mailbox;
    }

    /// <summary>Mail comes of which nothing is told; the subscription is looked at, is there, and more of such mail comes.</summary>
    private async Task GoesUntoldTwiceAsync(LoneMailbox mailbox, Subscription mute)
    {
        App.Office.Door.Instead = HttpStatusCode.Accepted;
        try
        {
            await mailbox.AssertWorksAsync($"found by a look at {mailbox.Account.Mail}");
            mailbox.Mark();
            await RoundsUntilAsync(() => mailbox.GraphRequests.Any(e => e.Method == "GET" && e.Path == $"/v1.0/subscriptions/{mute.Id}"), TimeSpan.FromMinutes(2));
            Assert.Equal(mute.Id, Subscription(mailbox)!.Id);

            await mailbox.AssertWorksAsync($"found by the next look at {mailbox.Account.Mail}");
            await TellEverythingAsync();
        }
        finally
        {
            App.Office.Door.Instead = null;
        }
    }

    /// <summary>A mail comes, Microsoft tells of it, and a ticket is there without anybody asking.</summary>
    private async Task AssertToldAsync(LoneMailbox mailbox, string subject)
    {
        mailbox.Write(subject);
        await Eventually.TrueAsync(async () =>
        {
            await TellEverythingAsync();
            return await HasTicketAsync(mailbox, subject);
        });
        await mailbox.AssertOneTicketAsync(subject);
    }

    /// <summary>Microsoft tells of a mail after one to ten seconds: longer than a round.</summary>
    private async Task TellEverythingAsync()
    {
        for (var round = 0; round < 2; round++)
        {
            App.Time.Advance(Round);
            while (await App.Office.Carrier.DeliverDueAsync(Ct) > 0)
            {
            }
        }
    }

    /// <summary>Time goes by, in steps, and notifications come, until it is so.</summary>
    private Task RoundsUntilAsync(Func<bool> isSo, TimeSpan? step = null, int seconds = 30, [CallerArgumentExpression(nameof(isSo))] string what = "") =>
        RoundsUntilAsync(() => Task.FromResult(isSo()), step, seconds, what);

    private Task RoundsUntilAsync(Func<Task<bool>> isSo, TimeSpan? step = null, int seconds = 30, [CallerArgumentExpression(nameof(isSo))] string what = "") => Eventually.TrueAsync(
        async () =>
        {
            if (await isSo())
            {
                return true;
            }

            App.Time.Advance(step ?? Round);
            while (await App.Office.Carrier.DeliverDueAsync(Ct) > 0)
            {
            }

            await CaredForAsync();
            return false;
        },
        seconds,
        what);

    /// <summary>After a step of the clock what has become due is done, before the next step makes more of it due.</summary>
    private async Task CaredForAsync()
    {
        for (var tries = 0; tries < 40; tries++)
        {
            await using var db = App.Database();
            var now = App.Time.GetUtcNow();
            if (!App.Office.Door.IsInUse && !await db.Subscriptions.AnyAsync(s => s.CareAt <= now, Ct))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Ct);
        }
    }

    private Subscription? Subscription(LoneMailbox mailbox) => App.Office.Simulator.Push.Subscriptions.FirstOrDefault(s => s.ClientId == mailbox.Registration.ClientId);

    private static IReadOnlyList<Microsoft365Simulator.State.RequestEntry> Creations(LoneMailbox mailbox) =>
        [.. mailbox.GraphRequests.Where(e => e.Method == "POST" && e.Path == "/v1.0/subscriptions")];

    private async Task<HttpStatusCode> TellAsync(LoneMailbox mailbox, string clientState)
    {
        using var microsoft = App.Browser();
        var answer = await microsoft.Http.PostAsJsonAsync(
            $"/push/{mailbox.Id.Value:N}",
            new { value = new[] { new { subscriptionId = "0", clientState, changeType = "created", resource = "users/1/messages/2" } } },
            Ct);
        return answer.StatusCode;
    }

    private async Task<bool> HasTicketAsync(LoneMailbox mailbox, string subject)
    {
        await using var db = App.Database();
        return await db.Set<Tern.Features.Tickets.Ticket>().AnyAsync(t => t.MailboxId == mailbox.Id && t.Subject == subject, Ct);
    }

    private async Task<string> SubscribeElsewhereAsync(LoneMailbox mailbox)
    {
        var theirs = new HttpClient(new SimulatorHttpHandler(App.Office.Simulator, App.Time, App.Office.Outside));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = mailbox.Registration.ClientId,
            ["client_secret"] = Office.Secret,
            ["scope"] = "https://graph.microsoft.com/.default",
        });
        using var token = await theirs.PostAsync(new Uri($"https://login.microsoftonline.com/{App.Office.Tenant.Id}/oauth2/v2.0/token"), form, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://graph.microsoft.com/v1.0/subscriptions")
        {
            Content = JsonContent.Create(new
            {
                changeType = "created",
                notificationUrl = "https://other.example/push/0193f3b2c1d24e0fa0b1c2d3e4f50617",
                resource = $"users/{mailbox.Account.Mail}/messages",
                expirationDateTime = App.Time.GetUtcNow().AddDays(2),
                clientState = "theirs",
            }),
        };
        request.Headers.Authorization = new("Bearer", (await token.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("access_token").GetString());
        using var made = await theirs.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString()!;
    }

    /// <summary>A database that can be taken away.</summary>
    private sealed class AwayDatabase
    {
        internal ServiceDescriptor? Inner { get; set; }

        internal bool IsAway { get; set; }

        internal IDbContextFactory<TernDbContext> Create(IServiceProvider services) => new Factory(this, (IDbContextFactory<TernDbContext>)(Inner switch
        {
            { ImplementationFactory: { } make } => make(services),
            { ImplementationType: { } type } => ActivatorUtilities.CreateInstance(services, type),
            _ => throw new InvalidOperationException("The factory is made in a way that this test does not know."),
        }));

        private sealed class Factory(AwayDatabase away, IDbContextFactory<TernDbContext> inner) : IDbContextFactory<TernDbContext>
        {
            public TernDbContext CreateDbContext() => away.IsAway ? throw new TimeoutException("The database is away.") : inner.CreateDbContext();
        }
    }
}

public sealed class PushScenariosOnSqlite(PushedSqliteApp app) : PushScenarios<PushedSqliteApp>(app);

public sealed class PushScenariosOnPostgreSql(PushedPostgreSqlApp app) : PushScenarios<PushedPostgreSqlApp>(app);
