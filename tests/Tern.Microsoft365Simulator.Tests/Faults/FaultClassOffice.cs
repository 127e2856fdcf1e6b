using Tern.Microsoft365Simulator.Tests.Push;

namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>An office with an endpoint and a refresh token, in which named classes of faults fire.</summary>
public abstract class FaultClassOffice : IAsyncLifetime
{
    private protected PushOffice Push { get; private set; } = null!;

    private protected string Refresh { get; private set; } = string.Empty;

    private protected Office Office => Push.Office;

    public async ValueTask InitializeAsync()
    {
        Push = await PushOffice.OpenAsync();
        Refresh = Push.Simulator.Grants.IssueRefreshToken(Office.App, Office.Support, "Mail.ReadWrite", "Mail.Send");
    }

    public ValueTask DisposeAsync()
    {
        Push.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected void Add(string id, int? times = null) => Push.Simulator.Faults.Add(new Fault { Class = id, Times = times });

    private protected void Fired(string id, int times = 1)
    {
        var entries = Push.Simulator.RequestLog.Entries.Where(e => e.FaultClass == id).ToList();
        Assert.Equal(times, entries.Count);
        Assert.All(entries, e => Assert.StartsWith(id + "-", e.Fault, StringComparison.Ordinal));
    }

    private protected string Fill(params string[] subjects)
    {
        var id = string.Empty;
        foreach (var subject in subjects)
        {
            id = Push.Simulator.Mailboxes.IdOf(Office.Mailbox, Push.Deliver(subject));
        }

        return id;
    }
}
