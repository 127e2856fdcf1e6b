namespace Tern.MailEngine.Health;

/// <summary>Where the host keeps how its mailboxes fare.</summary>
public interface IHealthJournal
{
    /// <summary>Notes the present state. Called after every cycle; the host writes an event only when the state or its cause changes.</summary>
    /// <param name="health">The report.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task ReportAsync(MailboxHealth health, CancellationToken cancellationToken);
}
