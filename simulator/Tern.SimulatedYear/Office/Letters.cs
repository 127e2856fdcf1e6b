using System.Text;
using Tern.MailEngine.Outbox;

namespace Tern.SimulatedYear.Office;

/// <summary>Puts mail in at both ends, and notes that it was.</summary>
internal static class Letters
{
    /// <summary>The address that all customers of a mailbox share; what it receives is counted.</summary>
    internal static string CustomerOf(YearMailbox mailbox) => $"{mailbox.Name}-customer@customer.example";

    /// <summary>A customer writes; the mail lies in the mailbox at once.</summary>
    internal static void CustomerWrites(this YearOffice office, YearMailbox mailbox, string messageId)
    {
        var now = office.Time.GetUtcNow();
        office.Ledger.Write(new Mail(mailbox, messageId, now));
        office.Simulator.Customers.Send(Raw(CustomerOf(mailbox), mailbox.Address, messageId, "Question", now), mailbox.Address);
    }

    /// <summary>An agent answers; the answer goes into the outbox, stamped by the machine's clock as the desk would.</summary>
    internal static void AgentAnswers(this YearOffice office, YearMailbox mailbox, Guid id, string messageId)
    {
        var now = office.Machine.Now;
        office.Ledger.Reply(new Mail(mailbox, messageId, office.Time.GetUtcNow()));
        office.PutIntoOutbox(mailbox, new OutboxItem { Id = id, Mailbox = mailbox.Id, MessageId = messageId, CreatedAt = now, NextAttemptAt = now });
    }

    /// <summary>A row of the outbox with the words that belong to it.</summary>
    internal static void PutIntoOutbox(this YearOffice office, YearMailbox mailbox, OutboxItem item)
    {
        office.Shared.Outgoing[item.Id] = new OutgoingMessage(Raw(mailbox.Address, CustomerOf(mailbox), item.MessageId, "RE: Question", item.CreatedAt), []);
        office.Shared.Outbox[item.Id] = item;
        office.RingOutbox(mailbox);
    }

    private static byte[] Raw(string from, string to, string messageId, string subject, DateTimeOffset date) => Encoding.ASCII.GetBytes(
        $"From: <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nMessage-ID: <{messageId}>\r\nDate: {date:R}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{subject}\r\n");
}
