using Tern.Hosting;

namespace Tern.Tests.Hosting;

/// <summary>A wrong setting is named before the start, with the remedy.</summary>
public sealed class TernOptionsTests
{
    [Theory]
    [InlineData("https://desk.example.com")]
    [InlineData("https://desk.example.com:8443/")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    public void The_public_address_is_https_or_on_this_machine(string address) => Assert.Empty(Problems(new TernOptions { PublicUrl = new Uri(address) }));

    [Theory]
    [InlineData("http://desk.example.com", "https")]
    [InlineData("http://10.0.0.5:8080", "https")]
    [InlineData("https://example.com/desk", "without a path")]
    [InlineData("ftp://example.com", "not an absolute address")]
    [InlineData("desk.example.com", "not an absolute address")]
    public void Another_public_address_is_refused_and_the_remedy_named(string address, string remedy)
    {
        var problem = Assert.Single(Problems(new TernOptions { PublicUrl = new Uri(address, UriKind.RelativeOrAbsolute) }));

        Assert.StartsWith("PublicUrl: ", problem, StringComparison.Ordinal);
        Assert.Contains(remedy, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_public_address_listening_elsewhere_than_on_this_machine_is_refused() =>
        Assert.StartsWith("PublicUrl: ", Assert.Single(Problems(new TernOptions { Urls = "http://10.0.0.5:8080" })), StringComparison.Ordinal);

    [Fact]
    public void Wrong_listening_addresses_and_proxies_are_named()
    {
        var options = new TernOptions { Urls = "8080", KnownProxies = { "10.0.0.5", "10.0.0.0/24", "proxy.example" } };

        var problems = Problems(options);

        Assert.Equal(2, problems.Count);
        Assert.Contains("\"8080\"", problems[0], StringComparison.Ordinal);
        Assert.Contains("\"proxy.example\"", problems[1], StringComparison.Ordinal);
    }

    private static List<string> Problems(TernOptions options) => [.. new TernOptionsRules().Validate(null, options).Failures ?? []];
}
