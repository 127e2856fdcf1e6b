using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Identity;
using Tern.Tests.Fixtures;
using Tern.Web;

namespace Tern.Tests.Web;

/// <summary>A page that fails while it is written: the reader gets a page that says so, the log the exception.</summary>
public abstract class BrokenPageTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_page_that_fails_half_way_ends_as_a_page_that_says_so_with_all_its_headers()
    {
        using var ann = await App.SignInAsync();

        var answer = await ann.GetAsync("/profile");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Something went wrong", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains(App.Logs.GetSnapshot(), r => r.Id.Name == "RequestFailed" && r.Exception is InvalidTimeZoneException);
    }
}

public sealed class BrokenPagesOnSqlite(BrokenPagesOnSqlite.BrokenApp app) : BrokenPageTests<BrokenPagesOnSqlite.BrokenApp>(app)
{
    public sealed class BrokenApp : SqliteApp
    {
        protected override void Adjust(WebApplicationBuilder builder) => Broken.AddTo(builder);
    }
}

public sealed class BrokenPagesOnPostgreSql(BrokenPagesOnPostgreSql.BrokenApp app) : BrokenPageTests<BrokenPagesOnPostgreSql.BrokenApp>(app)
{
    public sealed class BrokenApp : PostgreSqlApp
    {
        protected override void Adjust(WebApplicationBuilder builder) => Broken.AddTo(builder);
    }
}

/// <summary>A part of every page that fails after the page has begun.</summary>
file sealed class Broken : INavigationSection
{
    public int Order => 0;

    internal static void AddTo(WebApplicationBuilder builder) => builder.Services.AddSingleton<INavigationSection, Broken>();

    public Task<IReadOnlyList<NavigationEntry>> EntriesAsync(AgentCard me, CancellationToken cancellationToken) => throw new InvalidTimeZoneException();
}
