using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>A chosen folder that is gone, or of which Microsoft once says so.</summary>
public sealed class MissingFolderTests
{
    [Fact]
    public async Task A_folder_that_is_missed_once_and_then_there_again_makes_nobody_read_the_inbox()
    {
        await using var office = new SimulatedOffice(seed: 90);
        var support = Choosing(office, "archive");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Write(support, "private");

        for (var i = 0; i < 3; i++)
        {
            office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/mailFolders/archive/*", Status = 404, GraphCode = "ErrorFolderNotFound", Times = 1 });
            office.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Empty(office.Host.Shared.Ledger);
        Assert.DoesNotContain(office.Simulator.RequestLog.Entries, e => e.Path.Contains("mailFolders/inbox", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_comes_to_the_inbox_in_the_place_of_a_folder_that_is_gone_is_read_also_when_an_outage_comes_between()
    {
        await using var office = new SimulatedOffice(seed: 91);
        var support = Choosing(office, "archive");
        office.Node.Start();
        office.Write(support, "private, long before");
        office.Time.Advance(TimeSpan.FromHours(2));
        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/mailFolders/archive/*", Status = 404, GraphCode = "ErrorFolderNotFound" });
        office.Time.Advance(TimeSpan.FromMinutes(5));
        office.Write(support, "now that the rule fails");
        office.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["now that the rule fails"], office.Delivered(support));

        office.Simulator.Settings.NetworkDown = HttpRequestError.ConnectionError;
        office.Write(support, "during the outage");
        office.Time.Advance(TimeSpan.FromHours(5));
        office.Simulator.Settings.NetworkDown = null;
        office.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(["now that the rule fails", "during the outage"], office.Delivered(support));
    }

    private static MailboxSettings Choosing(SimulatedOffice office, string folder)
    {
        var settings = office.AddMailbox("support") with { Folders = [new FolderSettings(folder, FolderRole.Incoming)] };
        return office.Host.Shared.Mailboxes[settings.Id] = settings;
    }
}
