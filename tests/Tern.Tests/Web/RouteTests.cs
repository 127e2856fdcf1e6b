using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Identity;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Web;

public abstract class RouteTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    // A new route without a session is a decision, made here.
    private static readonly string[] OpenRoutes =
        ["/assets/{name}", "/denied", "/first-run", "/health/live", "/health/ready", "/mailboxes/consent", "/push/lifecycle/{mailbox:guid}", "/push/{mailbox:guid}", "/sign-in", "/sign-out"];

    [Fact]
    public void Every_route_declares_who_may_use_it()
    {
        var endpoints = App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint =>
        {
            var policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            Assert.True(
                isOpen ? OpenRoutes.Contains(endpoint.RoutePattern.RawText) : policy is Permissions.Agent or Permissions.Administrator,
                $"{endpoint.DisplayName} declares no policy.");
        });
    }

    [Fact]
    public async Task Without_a_session_pages_lead_to_the_sign_in_page_and_scripts_are_told()
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);
        using var browser = App.Browser();

        var page = await browser.GetAsync("/tickets/1");
        var stream = await browser.Http.GetAsync("/events", Ct);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?returnUrl=%2Ftickets%2F1"), (page.StatusCode, page.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.Unauthorized, stream.StatusCode);
    }

    [Fact]
    public async Task A_change_without_the_pages_token_is_refused()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        using var form = new FormUrlEncodedContent([new("Status", "Solved")]);

        Assert.Equal(HttpStatusCode.BadRequest, (await ann.Http.PostAsync($"/tickets/{number}/status", form, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.Http.PostAsync("/sign-out", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Every_answer_forbids_foreign_scripts_and_framing()
    {
        using var ann = await App.SignInAsync();
        foreach (var path in (string[])["/", "/sign-in", "/health/live", "/nowhere", "/assets/app.js"])
        {
            var headers = (await ann.GetAsync(path)).Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Pages_carry_no_inline_script_and_no_inline_style()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        foreach (var path in (string[])["/", $"/tickets/{number}", "/profile", "/nowhere"])
        {
            var page = await (await ann.GetAsync(path)).Content.ReadAsStringAsync(Ct);
            Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(" style=", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("\\son[a-z]+=\"", page);
        }
    }

    [Fact]
    public async Task An_unknown_ticket_is_a_page_that_says_so()
    {
        using var ann = await App.SignInAsync();
        var answer = await ann.GetAsync("/tickets/999999");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Not found", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}

public sealed class RoutesOnSqlite(SqliteApp app) : RouteTests<SqliteApp>(app);

public sealed class RoutesOnPostgreSql(PostgreSqlApp app) : RouteTests<PostgreSqlApp>(app);
