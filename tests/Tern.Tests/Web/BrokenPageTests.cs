using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Identity;
using Tern.Tests.Fixtures;
using Tern.Web;

namespace Tern.Tests.Web;

/// <summary>A page that fails while it is written: the reader gets a page that says so, the log the exception.</summary>
public sealed class BrokenPageTests(BrokenPageTests.BrokenApp app) : DeskTests<BrokenPageTests.BrokenApp>(app)
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

    public sealed class BrokenApp : SqliteApp
    {
        protected override void Adjust(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.Services.AddSingleton<INavigationSection, Broken>();
        }
    }

    private sealed class Broken : INavigationSection
    {
        public int Order => 0;

        public Task<IReadOnlyList<NavigationEntry>> EntriesAsync(AgentCard me, CancellationToken cancellationToken) => throw new InvalidTimeZoneException();
    }
}
