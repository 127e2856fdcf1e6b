using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>Marks, categorises or moves at the provider what has become part of the desk. It never stops reading: what fails is tried again later.</summary>
internal sealed class MailFiling(IMailDelivery delivery, MailEngineOptions options, TimeProvider time)
{
    /// <summary>Does what is due; ends at the first failure that is not about one message.</summary>
    public async Task RunAsync(CycleRun run, CancellationToken cancellationToken)
    {
        if (run.Settings.AfterImport.Kind == AfterImportKind.Leave || run.Report.LeaseLost)
        {
            return;
        }

        var due = await delivery.DueFilingAsync(run.Settings.Id, time.GetUtcNow(), cancellationToken);
        var tried = new List<Filing>();
        foreach (var filing in due)
        {
            var fault = await TryAsync(run, filing, cancellationToken);
            tried.Add(fault is null ? filing with { DueAt = null } : Later(run, filing, fault.Fault));
            if (fault is not null and not MessageRejectedException)
            {
                break; // the mailbox's trouble, not this message's: the others wait
            }
        }

        if (tried.Count > 0 && !await delivery.SaveFilingAsync(run.Lease, tried, cancellationToken))
        {
            run.Report = run.Report with { LeaseLost = true };
        }
    }

    private static async Task<MailboxException?> TryAsync(CycleRun run, Filing filing, CancellationToken cancellationToken)
    {
        try
        {
            await run.Session.FileAsync(filing.ProviderId, run.Settings.AfterImport, cancellationToken);
            return null;
        }
        catch (MailboxException failure)
        {
            return failure;
        }
    }

    private Filing Later(CycleRun run, Filing filing, Fault fault)
    {
        var attempts = filing.Attempts + 1;
        if (attempts >= options.FilingAttempts)
        {
            run.Note(new CycleNotice(CycleNoticeKind.FilingGivenUp, fault, Mails: 1));
            return filing with { Attempts = attempts, DueAt = null };
        }

        var gap = TimeSpan.FromSeconds(30 * Math.Pow(2, filing.Attempts));
        return filing with { Attempts = attempts, DueAt = time.GetUtcNow() + (fault.RetryAfter > gap ? fault.RetryAfter.Value : gap) };
    }
}
