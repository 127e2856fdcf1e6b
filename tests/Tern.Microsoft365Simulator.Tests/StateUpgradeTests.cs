using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Tests;

/// <summary>A tenant that an earlier program saved lives on.</summary>
public sealed class StateUpgradeTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly Office _office = new();

    public void Dispose()
    {
        _office.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task A_state_of_the_first_form_knows_its_applications_and_has_all_folders()
    {
        _office.Simulator.Customers.Send(Office.Mail("Printer"), _office.Support.Mail);
        new StateFile(_file).Save(_office.Simulator.World);
        var state = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(_file, Office.Ct))!;
        state.Remove("form");
        state.Remove("principals");
        var mailbox = state["mailboxes"]![_office.Support.Id]!;
        mailbox["delegates"] = new JsonArray("somebody");
        ((JsonObject)mailbox).Remove("lastFolder");
        ((JsonArray)mailbox["folders"]!).RemoveAll(f => f!["isHidden"]?.GetValue<bool>() == true);
        await File.WriteAllTextAsync(_file, state.ToJsonString(), Office.Ct);

        using var later = new Office(seed: 2);
        Assert.True(new StateFile(_file).Load(later.Simulator.World));

        var app = later.Simulator.Apps.Find(_office.App.ClientId)!;
        Assert.NotNull(later.Simulator.Principals.Find(app, later.Simulator.Tenants.Find("contoso.example")!));
        var restored = later.Simulator.Mailboxes["support@contoso.example"];
        Assert.Equal(restored.Folders.Select(f => f.Number).Distinct().Count(), restored.Folders.Count);
        Assert.Contains(restored.Folders, f => f.WellKnownName == "recoverableitemsdeletions");
        Assert.Equal(["somebody"], restored.SendAs);
        Assert.Equal("Printer", restored.In("inbox").Single().Facts.Subject);
    }
}
