using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>
/// Writes what reports say to the very message that came back, and keeps the marks of dead addresses: a report sets one, a mail from there takes it away.
/// docs/decisions/0035 says what counts.
/// </summary>
internal sealed class DeliveryReports(TernDbContext db, IntakeKnowledge knowledge, ILogger logger, DateTimeOffset now)
{
    private const int MaxDiagnostic = 500;

    /// <summary>Adds the rows to the caller's transaction, with at most three questions for a whole batch.</summary>
    internal async Task ApplyAsync(IReadOnlyList<UnderstoodMail> mails, IReadOnlyList<IntakeOutcome> outcomes, CancellationToken cancellationToken)
    {
        var reports = mails.Zip(outcomes)
            .Where(pair => pair is { First.Mail: { Automatic: AutomaticKind.Bounce, Bounces.Count: > 0 }, Second: IntakeOutcome.Ingested })
            .ToDictionary(pair => pair.First, pair => (IntakeOutcome.Ingested)pair.Second);
        var ids = reports.Keys.SelectMany(report => Named(report.Mail).SelectMany(group => group)).Distinct().ToArray();
        var alive = mails.Zip(outcomes).Where(pair => Proves(pair.First, pair.Second)).Select(pair => pair.First.Mail.From!.Normalized).ToHashSet();
        if (ids.Length == 0 && alive.Count == 0)
        {
            return;
        }

        var messages = ids.Length == 0 ? [] : await db.Messages.AsNoTracking()
            .Where(message => EF.Parameter(ids).Contains(message.Id) && (message.Kind == MessageKind.Reply || message.Kind == MessageKind.Forward))
            .Select(message => new Sent(message.Id, message.TicketId, new MailRecipients(message.To, message.Cc, message.Bcc)))
            .ToDictionaryAsync(message => message.Id, cancellationToken);
        var failures = ids.Length == 0 ? [] : await db.DeliveryFailures.AsNoTracking().Where(failure => EF.Parameter(ids).Contains(failure.MessageId)).ToListAsync(cancellationToken);
        var marks = await MarksAsync(messages.Values.SelectMany(message => message.Recipients.All).Select(address => address.Normalized).Concat(alive), cancellationToken);
        var (toldBefore, markedBefore) = (failures.Select(Key).ToHashSet(), marks.Keys.ToHashSet());
        var told = failures.ToDictionary(Key);
        for (var i = 0; i < mails.Count; i++)
        {
            if (reports.TryGetValue(mails[i], out var report))
            {
                var returned = Named(mails[i].Mail).Select(group => group.Select(id => messages.GetValueOrDefault(id)).OfType<Sent>().ToList()).FirstOrDefault(group => group.Count > 0);
                Take(mails[i].Mail, report, returned ?? [], told, marks);
            }
            else if (Proves(mails[i], outcomes[i]))
            {
                marks.Remove(mails[i].Mail.From!.Normalized);
            }
        }

        foreach (var (key, failure) in told)
        {
            db.Entry(failure).State = toldBefore.Contains(key) ? EntityState.Modified : EntityState.Added;
        }

        foreach (var (address, mark) in marks)
        {
            db.Entry(mark).State = markedBefore.Contains(address) ? EntityState.Modified : EntityState.Added;
        }

        var gone = markedBefore.Where(address => !marks.ContainsKey(address)).ToArray();
        if (gone.Length > 0)
        {
            await db.UndeliverableAddresses.Where(row => EF.Parameter(gone).Contains(row.AddressNormalized)).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private void Take(
        IncomingMail mail, IntakeOutcome.Ingested report, List<Sent> messages, Dictionary<(MessageId, string), DeliveryFailure> told, Dictionary<string, UndeliverableAddress> marks)
    {
        var bounces = mail.Bounces.Where(bounce => !bounce.IsDelayed).ToList(); // what is only late may arrive yet; a report that it did not would follow
        var dead = 0;
        foreach (var message in messages)
        {
            var recipients = message.Recipients.All.Select(address => address.Normalized).ToHashSet();
            foreach (var bounce in bounces)
            {
                var address = bounce.Recipient?.Trim().ToLowerInvariant() ?? (recipients.Count == 1 ? recipients.First() : "");
                address = address.Length > DeliveryFailure.MaxAddress ? "" : address;
                told[(message.Id, address)] = new DeliveryFailure
                {
                    MessageId = message.Id,
                    AddressNormalized = address,
                    TicketId = message.TicketId,
                    ReportId = report.MessageId,
                    Reason = bounce.Reason,
                    Status = bounce.Status,
                    Diagnostic = Words(bounce.Diagnostic),
                    At = now,
                };

                // Only whom this mail was written to: whoever has one of our mails could have any address marked. 4.X.X is a delay (RFC 3463 §2).
                if (bounce.IsPermanent && bounce.Status?.StartsWith('4') != true && recipients.Contains(address))
                {
                    marks[address] = new UndeliverableAddress { AddressNormalized = address, Reason = bounce.Reason, Status = bounce.Status, MessageId = message.Id, At = now };
                    dead++;
                }
            }
        }

        if (messages.Count > 0 && bounces.Count > 0)
        {
            Log.MailCameBack(logger, report.TicketNumber, bounces.Count, dead);
        }
    }

    /// <summary>The messages that a report names, by its ids in order: what came back, then what it says to answer, as Exchange's reports do.</summary>
    private IEnumerable<MessageId[]> Named(IncomingMail mail) => mail.InReplyTo.Concat(mail.References).Prepend(mail.ReturnedMessageId ?? "")
        .Select(id => knowledge.References[id].Select(known => known.MessageId).Distinct().ToArray());

    /// <summary>Its address works: somebody, or a machine there, wrote to us from it.</summary>
    private static bool Proves(UnderstoodMail understood, IntakeOutcome outcome) =>
        outcome is IntakeOutcome.Ingested
        && understood is { Origin: MailOrigin.Arrived, IsForged: false, Mail: { From: not null, Automatic: not (AutomaticKind.Bounce or AutomaticKind.Complaint or AutomaticKind.DmarcReport) } };

    private async Task<Dictionary<string, UndeliverableAddress>> MarksAsync(IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        var asked = addresses.Distinct().ToArray();
        return await db.UndeliverableAddresses.AsNoTracking()
            .Where(row => EF.Parameter(asked).Contains(row.AddressNormalized))
            .ToDictionaryAsync(row => row.AddressNormalized, cancellationToken);
    }

    /// <summary>Without the name of the protocol before them (RFC 3464 §2.3.6).</summary>
    private static string? Words(string? diagnostic)
    {
        var words = diagnostic?.StartsWith("smtp;", StringComparison.OrdinalIgnoreCase) == true ? diagnostic[5..].TrimStart() : diagnostic;
        return words is { Length: > MaxDiagnostic } ? words[..MaxDiagnostic] : words;
    }

    private static (MessageId, string) Key(DeliveryFailure failure) => (failure.MessageId, failure.AddressNormalized);

    private sealed record Sent(MessageId Id, TicketId TicketId, MailRecipients Recipients);
}
