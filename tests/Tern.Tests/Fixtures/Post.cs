using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.MailEngine;

namespace Tern.Tests.Fixtures;

/// <summary>Delivers mails to the desk as the mail engine does: understood first, then applied in one transaction.</summary>
internal static class Post
{
    internal static readonly MailboxForIntake Support = new(new MailboxId(Guid.Parse("018f0000-0000-7000-8000-000000000001")), "support@desk.example", "Support");

    internal static Task<IReadOnlyList<IntakeOutcome>> DeliverAsync(this TernApp app, params string[] mails) => app.DeliverAsync(Support, conversation: null, mails);

    internal static async Task<IReadOnlyList<IntakeOutcome>> DeliverAsync(this TernApp app, MailboxForIntake mailbox, string? conversation, params string[] mails)
    {
        var intake = app.Services.GetRequiredService<TicketIntake>();
        var time = app.Services.GetRequiredService<TimeProvider>();
        var understood = new List<UnderstoodMail>();
        var reading = await intake.PrepareAsync(isExchangeOnline: true, TestContext.Current.CancellationToken);
        foreach (var mail in mails)
        {
            understood.Add(await intake.UnderstandAsync(new ArrivingMail(new MemoryStream(Encoding.UTF8.GetBytes(mail)), time.GetUtcNow()) { ConversationId = conversation }, reading, TestContext.Current.CancellationToken));
        }

        await using var db = app.Database();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var outcomes = await intake.ApplyAsync(db, mailbox, understood, TestContext.Current.CancellationToken);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return outcomes;
    }

    /// <returns>The number of the ticket the mail is in.</returns>
    internal static async Task<long> DeliverOneAsync(this TernApp app, string mail) =>
        Assert.IsType<IntakeOutcome.Ingested>((await app.DeliverAsync(mail))[0]).TicketNumber;

    internal static async Task<long> DeliverOneAsync(this TernApp app, MailboxForIntake mailbox, string mail, string? conversation = null) =>
        Assert.IsType<IntakeOutcome.Ingested>((await app.DeliverAsync(mailbox, conversation, mail))[0]).TicketNumber;

    /// <summary>A report that a mail of ours could not be delivered (RFC 3464).</summary>
    internal static string Report(string sent) =>
        "From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nSubject: Undelivered Mail Returned to Sender\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n" +
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nIt could not be delivered.\r\n" +
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; carla@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n" +
        $"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{sent}>\r\nSubject: Re\r\n\r\n--b--\r\n";

    internal static string Letter(
        string from = "Carla Customer <carla@customer.example>",
        string subject = "A question",
        string? id = null,
        string? inReplyTo = null,
        string? references = null,
        string body = "Hello, how does it work?",
        string more = "",
        string type = "text/plain; charset=utf-8")
    {
        var mail = new StringBuilder();
        mail.Append($"From: {from}\r\nTo: support@desk.example\r\nSubject: {subject}\r\nDate: Tue, 24 Nov 2026 05:00:00 +0000\r\n");
        mail.Append($"Message-ID: <{id ?? Path.GetRandomFileName() + "@customer.example"}>\r\n");
        mail.Append(inReplyTo is null ? "" : $"In-Reply-To: <{inReplyTo}>\r\n");
        mail.Append(references is null ? "" : $"References: {references}\r\n");
        mail.Append($"{more}MIME-Version: 1.0\r\nContent-Type: {type}\r\n\r\n{body}\r\n");
        return mail.ToString();
    }
}
