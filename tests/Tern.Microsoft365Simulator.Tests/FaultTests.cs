using System.Net;
using System.Net.Sockets;

namespace Tern.Microsoft365Simulator.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(Cut.BeforeEffect, 0)]
    [InlineData(Cut.AfterEffect, 1)]
    public async Task Cut_tells_nothing_and_the_effect_depends_on_where_it_was(Cut cut, int delivered)
    {
        var id = await _office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        _office.Simulator.Faults.Add(new Fault { Method = "POST", Path = "*/send", Cut = cut, Times = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => _office.SendAsync(HttpMethod.Post, $"/messages/{id}/send"));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(delivered, _office.Simulator.Customers.Inbox("ann@customer.example").Count);
        Assert.Equal(("fault-1", cut), (_office.Simulator.RequestLog.Entries[^1].Fault, _office.Simulator.RequestLog.Entries[^1].Cut));
    }

    [Fact]
    public async Task Gateway_time_out_can_hide_an_accepted_send()
    {
        var id = await _office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        _office.Simulator.Faults.Add(new Fault { Path = "*/send", Status = 504, Body = "<html>", ContentType = "text/html", RunsEffect = true });

        Assert.Equal(504, (await _office.SendAsync(HttpMethod.Post, $"/messages/{id}/send")).Status);
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example"));
    }

    [Fact]
    public async Task Body_breaks_half_way()
    {
        _office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*", Cut = Cut.MidBody });
        using var response = await _office.Http.GetAsync(new Uri(Office.MailboxUrl), HttpCompletionOption.ResponseHeadersRead, Office.Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Office.Ct));
    }

    [Fact]
    public async Task Throttling_comes_with_its_header_and_ends_after_its_times()
    {
        _office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*", Status = 429, GraphCode = "ApplicationThrottled", Headers = { ["Retry-After"] = "7" }, Times = 2, Skip = 1 });
        var statuses = new List<int>();
        HttpResponseMessage? throttled = null;
        for (var i = 0; i < 4; i++)
        {
            var (status, body, response) = await _office.SendAsync(HttpMethod.Get, "/messages");
            statuses.Add(status);
            throttled = status == 429 ? response : throttled;
            Assert.True(status == 200 || Office.ErrorCode(body) == "ApplicationThrottled");
        }

        Assert.Equal([200, 429, 429, 200], statuses);
        Assert.Equal(TimeSpan.FromSeconds(7), throttled!.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Token_endpoint_can_be_made_to_say_any_code()
    {
        _office.Simulator.Faults.Add(new Fault { Path = "*/token", BodyContains = "client_credentials", Aadsts = 50196, Times = 1 });

        var (status, body) = await _office.AskForAppTokenAsync();

        Assert.Equal((400, "invalid_grant", 50196), (status, Office.Text(body, "error"), Office.Aadsts(body)));
        Assert.Equal(200, (await _office.AskForAppTokenAsync()).Status);
    }

    [Fact]
    public async Task Delay_passes_on_the_given_clock_and_can_be_cancelled()
    {
        _office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*", Delay = TimeSpan.FromMinutes(5) });
        var slow = _office.GetAsync("/messages");
        Assert.False(slow.IsCompleted);
        _office.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await slow).Status);

        using var impatience = new CancellationTokenSource();
        var given = _office.Http.GetAsync(new Uri(Office.MailboxUrl), impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
    }

    [Fact]
    public async Task Batch_waits_for_its_slowest_part()
    {
        _office.Simulator.Faults.Add(new Fault { Path = "*/mailFolders/inbox", Delay = TimeSpan.FromMinutes(5) });
        var slow = _office.SendJsonAsync(HttpMethod.Post, "https://graph.microsoft.com/v1.0/$batch", """{"requests":[{"id":"1","method":"GET","url":"/users/support@contoso.example/mailFolders/inbox"}]}""");
        Assert.False(slow.IsCompleted);
        _office.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (int)(await slow).Body!["responses"]![0]!["status"]!);
    }

    [Fact]
    public void Answer_without_fault_is_there_before_the_call_returns()
    {
        Assert.True(_office.Http.GetAsync(new Uri(Office.MailboxUrl), HttpCompletionOption.ResponseHeadersRead, Office.Ct).IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, SocketError.HostNotFound)]
    [InlineData(HttpRequestError.ConnectionError, SocketError.ConnectionRefused)]
    public async Task One_service_can_be_out_of_reach_while_the_others_answer(HttpRequestError reason, SocketError below)
    {
        _office.Simulator.Faults.Add(new Fault { Path = "*/token", Down = reason, Until = _office.Time.GetUtcNow().AddHours(2) });

        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => _office.AskForAppTokenAsync());
        Assert.Equal((reason, below), (problem.HttpRequestError, Assert.IsType<SocketException>(problem.InnerException).SocketErrorCode));
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);

        _office.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(200, (await _office.AskForAppTokenAsync()).Status);
    }

    [Fact]
    public async Task Network_can_be_down()
    {
        _office.Simulator.Settings.NetworkDown = HttpRequestError.NameResolutionError;
        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => _office.GetAsync("/messages"));
        _office.Simulator.Settings.NetworkDown = null;

        Assert.Equal(HttpRequestError.NameResolutionError, problem.HttpRequestError);
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);
    }

    [Fact]
    public async Task Fault_fires_only_in_its_time()
    {
        _office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*", Status = 503, From = Office.Start.AddMinutes(1), Until = Office.Start.AddMinutes(2) });
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(503, (await _office.SendAsync(HttpMethod.Get, "/messages")).Status);
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);
    }
}
