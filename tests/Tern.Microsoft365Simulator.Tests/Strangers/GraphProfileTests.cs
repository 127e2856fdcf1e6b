using Microsoft.Graph.Models;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client looks into the directory: whose is an address, and is there a licence?</summary>
public sealed class GraphProfileTests
{
    private static readonly string[] Fields = ["id", "mail", "proxyAddresses", "assignedLicenses"];

    [Fact]
    public async Task Addresses_and_licences_come_only_when_they_are_selected()
    {
        using var desk = Desk("User.Read.All");

        var selected = await ReadAsync(desk, Fields);
        var plain = await ReadAsync(desk, null);

        Assert.Equal(["SMTP:support@contoso.example", "smtp:help@contoso.example"], selected.ProxyAddresses!);
        Assert.NotNull(Assert.Single(selected.AssignedLicenses!).SkuId);
        Assert.Null(plain.ProxyAddresses);
        Assert.Null(plain.AssignedLicenses);
    }

    [Fact]
    public async Task Who_has_no_licence_has_none()
    {
        using var desk = Desk("User.Read.All");
        desk.Simulator.Users.Find(Address)!.IsLicensed = false;

        Assert.Empty((await ReadAsync(desk, Fields)).AssignedLicenses!);
    }

    [Fact]
    public async Task The_basic_permission_does_not_open_them()
    {
        using var desk = Desk("User.ReadBasic.All");

        var found = await ReadAsync(desk, Fields);

        Assert.Equal(Address, found.Mail);
        Assert.Null(found.ProxyAddresses);
        Assert.Null(found.AssignedLicenses);
    }

    [Fact]
    public async Task Somebody_is_found_by_a_further_address()
    {
        using var desk = Desk("User.Read.All");
        desk.Simulator.Users.Add(desk.Stranger.Tenant, "somebody");

        var found = await desk.Graph.Users.GetAsync(r => r.QueryParameters.Filter = "proxyAddresses/any(p:p eq 'smtp:help@contoso.example')", Ct);
        var nobody = await desk.Graph.Users.GetAsync(r => r.QueryParameters.Filter = "proxyAddresses/any(p:p eq 'smtp:nobody@contoso.example')", Ct);

        Assert.Equal([Address], found!.Value!.Select(u => u.Mail!));
        Assert.Empty(nobody!.Value!);
    }

    [Fact]
    public async Task A_further_address_opens_no_mailbox()
    {
        using var desk = Desk("User.Read.All");

        await RefusedAsync(404, "ErrorInvalidUser", () => desk.Graph.Users["help@contoso.example"].Messages.GetAsync(cancellationToken: Ct));
    }

    private static GraphDesk Desk(string permission)
    {
        var desk = new GraphDesk();
        desk.Simulator.Apps.WithdrawConsent(desk.Stranger.App);
        desk.Stranger.App.ApplicationPermissions.Remove("User.Read.All");
        desk.Stranger.App.ApplicationPermissions.Add(permission);
        desk.Simulator.Apps.GrantAdminConsent(desk.Stranger.App);
        desk.Simulator.Users.SetAliases(desk.Simulator.Users.Find(Address)!, ["help@contoso.example"]);
        return desk;
    }

    private static async Task<User> ReadAsync(GraphDesk desk, string[]? fields) => (await desk.User.GetAsync(r => r.QueryParameters.Select = fields, Ct))!;
}
