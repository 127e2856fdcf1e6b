using System.Text;
using Tern.MailEngine.Outbox;

namespace Tern.SimulatedYear.Office;

/// <summary>The customers who write and the agents who answer, all year, drawn from the seed.</summary>
/// <param name="office">Where they do.</param>
/// <param name="mailbox">The mailbox they have to do with.</param>
/// <param name="random">Draws when.</param>
internal sealed class People(YearOffice office, YearMailbox mailbox, Random random)
{
    private int _mails;

    /// <summary>The address that all customers of this mailbox share; what it receives is counted.</summary>
    internal static string CustomerOf(YearMailbox mailbox) => $"{mailbox.Name}-customer@customer.example";

    /// <summary>Writes a mail, lets every third be answered, and says when the next one comes.</summary>
    internal TimeSpan Write()
    {
        var now = office.Time.GetUtcNow();
        var number = ++_mails;
        var messageId = $"{mailbox.Name}-{number}-{random.NextInt64():x}@customer.example";
        office.Ledger.Write(new Mail(mailbox, messageId, now));
        office.Simulator.Customers.Send(Raw(CustomerOf(mailbox), mailbox.Address, messageId, $"Question {number}", now), mailbox.Address);
        // Busy hours and quiet nights in one draw: from a minute to six hours, the short gaps being the common ones.
        return TimeSpan.FromMinutes(1 + (359 * Math.Pow(random.NextDouble(), 2)));
    }

    /// <summary>Whether somebody answers the mail just written, and after how long.</summary>
    internal TimeSpan? AnswersAfter() => random.Next(3) == 0 ? TimeSpan.FromMinutes(random.Next(2, 240)) : null;

    /// <summary>An agent's answer goes into the outbox, stamped by the machine's clock as the desk would.</summary>
    internal void Answer()
    {
        var now = office.Machine.GetUtcNow();
        var id = new Guid(random.Next(), (short)random.Next(), 0x7000, 0x80, 0, 0, 0, 0, 0, 0, (byte)mailbox.Who);
        var messageId = $"{id:n}@tern.example";
        office.Ledger.Reply(new Mail(mailbox, messageId, office.Time.GetUtcNow()));
        office.Shared.Outgoing[id] = new OutgoingMessage(Raw(mailbox.Address, CustomerOf(mailbox), messageId, "RE: Question", now), []);
        office.Shared.Outbox[id] = new OutboxItem { Id = id, Mailbox = mailbox.Id, MessageId = messageId, CreatedAt = now, NextAttemptAt = now };
        office.RingOutbox(mailbox);
    }

    private static byte[] Raw(string from, string to, string messageId, string subject, DateTimeOffset date) => Encoding.ASCII.GetBytes(
        $"From: <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nMessage-ID: <{messageId}>\r\nDate: {date:R}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{subject}\r\n");
}
