using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>Two installations, each with a mailbox that acknowledges, write to each other: they fall silent.</summary>
public sealed partial class TwoDesksTests(SqliteApp here, TwoDesksTests.OtherDesk there) : IClassFixture<SqliteApp>, IClassFixture<TwoDesksTests.OtherDesk>
{
    private const int Rounds = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("whole", false, false)]
    [InlineData("stripped", true, false)]
    [InlineData("addressed", false, true)]
    [InlineData("both", true, true)]
    public async Task They_acknowledge_each_other_once_at_most(string name, bool everyMarkGetsLost, bool withTicketAddresses)
    {
        var (one, other) = (await ConnectAsync(here, name, withTicketAddresses), await ConnectAsync(there, name, withTicketAddresses));
        one.Receive($"From: {name}@there.example\r\nTo: {one.Address}\r\nSubject: Who begins\r\nMessage-ID: <begin@{name}.example>\r\n\r\nHello\r\n");

        var answers = new List<int>();
        for (var round = 0; round < Rounds; round++)
        {
            var moved = await CarryAsync(one, other, "here.example", everyMarkGetsLost);
            moved += await CarryAsync(other, one, "there.example", everyMarkGetsLost);
            answers.Add(moved);
        }

        Assert.Equal(1, answers[0] - (everyMarkGetsLost ? 1 : 0));
        Assert.All(answers.Skip(1), moved => Assert.Equal(0, moved));
    }

    /// <summary>Lets a desk read and answer, and takes what it sent to the other one, to whichever of its addresses.</summary>
    /// <returns>How many mails left.</returns>
    private static async Task<int> CarryAsync(Side from, Side to, string domain, bool everyMarkGetsLost)
    {
        await from.App.CheckAsync(from.Mailbox);
        await using var db = from.App.Database();
        await Eventually.TrueAsync(async () => !await db.Outbox.AnyAsync(item => item.MailboxId == from.Mailbox && item.State != OutboxState.Sent && item.State != OutboxState.Accepted, Ct));
        var recipients = await db.Messages.Where(message => message.MailboxId == from.Mailbox && message.Kind == MessageKind.Reply).Select(message => message.To).ToListAsync(Ct);
        var sent = recipients.SelectMany(all => all).Select(one => one.Normalized).Distinct().SelectMany(from.App.Office.Simulator.Customers.Inbox).Skip(from.Carried).ToList();
        from.Carried += sent.Count;
        foreach (var mail in sent)
        {
            var raw = Encoding.UTF8.GetString(mail.Raw).Replace(from.App.Office.Tenant.MailDomain, domain, StringComparison.Ordinal);
            to.Receive(everyMarkGetsLost ? Marks().Replace(raw, "") : raw);
        }

        return sent.Count;
    }

    private static async Task<Side> ConnectAsync(TernApp app, string name, bool withTicketAddresses)
    {
        var address = app.Office.Person(name).Mail;
        using var ann = await app.SignInAsync();
        var mailbox = await app.ConnectAsync(ann, address);
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/answers", ("Acknowledges", "true"), ("AcknowledgementText", "We have it: {{ ticket.number }}"), ("ReopensForDays", "30"), ("UsesTicketAddress", withTicketAddresses ? "true" : "false"));
        return new Side(app, mailbox, address);
    }

    // A gateway that takes away whatever says that a machine wrote it, and what it answers.
    [GeneratedRegex(@"^(?:Auto-Submitted|X-Auto-Response-Suppress|X-Tern-[\w-]+|In-Reply-To|References):.*\r\n(?:[ \t].*\r\n)*| ?\[#\d+\]", RegexOptions.Multiline)]
    private static partial Regex Marks();

    private sealed record Side(TernApp App, MailboxId Mailbox, string Address)
    {
        internal int Carried { get; set; }

        internal void Receive(string raw) => App.Office.Simulator.Customers.Send(Encoding.UTF8.GetBytes(raw), Address);
    }

    /// <summary>A second desk of its own.</summary>
    public sealed class OtherDesk : SqliteApp;
}
