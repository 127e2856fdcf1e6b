using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>The day's number of recipients is planned for: what would be too much is kept back, said, and leaves by itself; people go before machines.</summary>
public abstract class DailyLimitTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    internal const int Limit = 10;

    [Fact]
    public async Task What_would_be_too_much_is_kept_back_until_there_is_room_and_the_pages_say_so()
    {
        var (ann, mailbox, number) = await AskedAsync("daily");
        using var browser = ann;
        await ReplyAsync(ann, number, "To eight.", string.Join(',', Enumerable.Range(1, 7).Select(i => $"copy{i}@daily.example")));
        await StateAsync(number, "To eight.", OutboxState.Sent);
        var page = await ann.ReadAsync($"/mailboxes/{mailbox}");
        Assert.Contains("8 of 10 recipients", page, StringComparison.Ordinal);
        Assert.Contains("nears the number", page, StringComparison.Ordinal);

        await ReplyAsync(ann, number, "To three more.", "copy8@daily.example, copy9@daily.example");
        await HeldAsync(number, "To three more.");
        await ReplyAsync(ann, (await AskAsync("daily", mailbox, "A second question")), "To one.", "");

        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(11));
            await using var db = App.Database();
            return await db.Messages.AnyAsync(m => m.VisibleText == "To one." && db.Set<OutboxItem>().Any(i => i.MessageId == m.Id && i.State == OutboxState.Sent), Ct);
        });
        var ticket = await ann.ReadAsync($"/tickets/{number}");
        Assert.Contains("as many people as it may in 24 hours", ticket, StringComparison.Ordinal);
        Assert.Contains("Kept back: 1", await ann.ReadAsync($"/mailboxes/{mailbox}"), StringComparison.Ordinal);
        Assert.DoesNotContain(App.Office.Inbox("carla@daily.example"), mail => mail.TextBody?.Contains("To three more.", StringComparison.Ordinal) == true);

        App.Time.Advance(TimeSpan.FromHours(24));
        await StateAsync(number, "To three more.", OutboxState.Sent);
        Assert.Single(App.Office.Inbox("copy8@daily.example"), mail => mail.TextBody?.Contains("To three more.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task What_no_person_wrote_leaves_the_rest_of_the_day_to_people_and_holds_up_none_of_them()
    {
        var (ann, mailbox, number) = await AskedAsync("people-first");
        using var browser = ann;
        await ReplyAsync(ann, number, "To nine.", string.Join(',', Enumerable.Range(1, 8).Select(i => $"copy{i}@people-first.example")));
        await StateAsync(number, "To nine.", OutboxState.Sent);
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/answers", ("Acknowledges", "true"), ("AcknowledgementText", "It has arrived."), ("ReopensForDays", "30"));
        App.Time.Advance(TimeSpan.FromSeconds(2));
        var other = await AskAsync("people-first", mailbox, "Another question", "nina@people-first.example");
        await HeldAsync(other, "It has arrived.");

        await ReplyAsync(ann, other, "From a person.", "");
        await StateAsync(other, "From a person.", OutboxState.Sent);

        await using var db = App.Database();
        Assert.Equal(OutboxState.Queued, await StateOfAsync(db.Messages.Where(m => m.VisibleText == "It has arrived.").Select(m => m.Id)));
    }

    private async Task<OutboxState> StateOfAsync(IQueryable<MessageId> messages)
    {
        var id = await messages.SingleAsync(Ct);
        await using var db = App.Database();
        return await db.Outbox.Where(i => i.MessageId == id).Select(i => i.State).SingleAsync(Ct);
    }

    private async Task<(TernClient Browser, MailboxId Mailbox, long Number)> AskedAsync(string name)
    {
        var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person(name).Mail);
        return (ann, mailbox, await AskAsync(name, mailbox, $"About {name}"));
    }

    private async Task<long> AskAsync(string name, MailboxId mailbox, string subject, string? from = null)
    {
        App.Office.Write($"{name}@contoso.example", subject, from: $"Carla <{from ?? $"carla@{name}.example"}>");
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        return await db.Tickets.Where(t => t.Subject == subject && t.MailboxId == mailbox).Select(t => t.Number).SingleAsync(Ct);
    }

    private static Task<HttpResponseMessage> ReplyAsync(TernClient ann, long number, string text, string copies) =>
        ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", text), ("Seen", "9"), ("MoreCc", copies));

    private Task StateAsync(long number, string text, OutboxState state) => Eventually.TrueAsync(async () =>
    {
        App.Time.Advance(TimeSpan.FromSeconds(11));
        await using var db = App.Database();
        return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.State == state && db.Set<Message>().Any(m => m.Id == i.MessageId && m.VisibleText == text), Ct);
    });

    private Task HeldAsync(long number, string text) => Eventually.TrueAsync(async () =>
    {
        App.Time.Advance(TimeSpan.FromSeconds(11));
        await using var db = App.Database();
        return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.HeldUntil != null && db.Set<Message>().Any(m => m.Id == i.MessageId && m.VisibleText == text), Ct);
    });
}

public sealed class SqliteWithSmallDay : SqliteApp
{
    protected override IEnumerable<KeyValuePair<string, string?>> MoreSettings => [new("Microsoft365:RecipientsPerDay", $"{DailyLimitTests<SqliteApp>.Limit}")];
}

public sealed class PostgreSqlWithSmallDay : PostgreSqlApp
{
    protected override IEnumerable<KeyValuePair<string, string?>> MoreSettings => [new("Microsoft365:RecipientsPerDay", $"{DailyLimitTests<SqliteApp>.Limit}")];
}

public sealed class SqliteDailyLimitTests(SqliteWithSmallDay app) : DailyLimitTests<SqliteWithSmallDay>(app);

public sealed class PostgreSqlDailyLimitTests(PostgreSqlWithSmallDay app) : DailyLimitTests<PostgreSqlWithSmallDay>(app);
