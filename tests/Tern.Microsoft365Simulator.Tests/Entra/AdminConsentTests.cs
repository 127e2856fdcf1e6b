using System.Web;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Tests.Entra;

/// <summary>The address at which an administrator allows an application.</summary>
public sealed class AdminConsentTests : IDisposable
{
    private readonly Office _office = new();
    private readonly User _ben;

    public AdminConsentTests()
    {
        _ben = _office.Simulator.Users.Add(_office.Simulator.Tenants.Add("fabrikam"), "ben", "Ben Boss");
        _office.App.IsMultiTenant = true;
    }

    public void Dispose() => _office.Dispose();

    [Theory]
    [InlineData("organizations")]
    [InlineData("common")]
    public async Task Shared_address_takes_the_tenant_of_the_administrator_who_is_chosen(string authority)
    {
        var choose = await PostAsync(authority);
        var ask = await PostAsync(authority, ("account", _ben.Id));
        var done = await PostAsync(authority, ("account", _ben.Id), ("decision", "accept"));

        Assert.Contains("Ben Boss", choose.Page, StringComparison.Ordinal);
        Assert.Contains($"name=\"account\" value=\"{_ben.Id}\"", ask.Page, StringComparison.Ordinal);
        Assert.Equal(("True", _ben.TenantId), (done.Query["admin_consent"], done.Query["tenant"]));
        Assert.NotNull(_office.Simulator.Principals.Find(_office.App, _office.Simulator.Tenants.All.Single(t => t.Id == _ben.TenantId)));
    }

    [Theory]
    [InlineData("organizations")]
    [InlineData("common")]
    public async Task Administrator_can_decline_before_an_account_is_chosen(string authority) =>
        Assert.Equal("access_denied", (await PostAsync(authority, ("decision", "cancel"))).Query["error"]);

    [Fact]
    public async Task Shared_address_is_for_applications_of_many_tenants()
    {
        _office.App.IsMultiTenant = false;
        Assert.Contains("AADSTS50194", (await PostAsync("organizations", ("account", _office.Support.Id), ("decision", "accept"))).Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consumers")]
    [InlineData("9188040d-6c67-4c5b-b112-36a304b66dad")]
    [InlineData("nobody.example")]
    public async Task Address_without_an_organization_is_refused(string authority) =>
        Assert.Contains("AADSTS90002", (await PostAsync(authority, ("decision", "accept"))).Page, StringComparison.Ordinal);

    private async Task<(string Page, System.Collections.Specialized.NameValueCollection Query)> PostAsync(string authority, params (string Name, string Value)[] more)
    {
        using var form = new FormUrlEncodedContent([new("client_id", _office.App.ClientId), .. more.Select(m => KeyValuePair.Create(m.Name, m.Value))]);
        using var answer = await _office.Http.PostAsync(new Uri($"https://login.microsoftonline.com/{authority}/adminconsent"), form, Office.Ct);
        return (await answer.Content.ReadAsStringAsync(Office.Ct), HttpUtility.ParseQueryString(answer.Headers.Location?.Query ?? string.Empty));
    }
}
