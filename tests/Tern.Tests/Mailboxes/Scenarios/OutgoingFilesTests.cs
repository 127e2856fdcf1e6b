using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Hosting;
using Tern.MailEngine.Errors;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>What goes along with an answer arrives with it, and what stands in the way of one answer stands in the way of no other.</summary>
public abstract class OutgoingFilesTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task Two_files_of_one_name_both_arrive_whichever_way_each_takes()
    {
        var mailbox = await AskedAsync("one-name");
        var (small, large) = (Bytes(1_000_000), Bytes(5_000_000));
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        await ann.PostFilesAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "Both reports."), ("Seen", "1")], [("report.pdf", small), ("report.pdf", large)], "Files");

        await mailbox.AssertLeavesOnceAsync("Both reports.");

        Assert.Equal(
            new[] { Hash(small), Hash(large) }.Order(),
            (await ContentsAsync(mailbox.Received[^1].Attachments)).Select(Hash).Order());
    }

    [Fact]
    public async Task Pictures_in_the_text_are_shown_there_also_where_they_are_too_large_for_one_request()
    {
        var mailbox = await AskedAsync("large-pictures");
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        var (one, two, three) = ((byte[])[.. png, .. Bytes(1_500_000)], (byte[])[.. png, .. Bytes(2_500_000)], (byte[])[.. png, .. Bytes(4_000_000)]);
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        await ann.PostFilesAsync(
            $"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "[one.png] then [two.png] then [three.png]"), ("Seen", "1")], [("one.png", one), ("two.png", two), ("three.png", three)], "Files");

        await mailbox.AssertLeavesOnceAsync("[one.png] then [two.png] then [three.png]");

        var mail = mailbox.Received[^1];
        var pictures = mail.BodyParts.OfType<MimePart>().Where(part => part.ContentId is not null).ToList();
        Assert.Equal(3, pictures.Count);
        Assert.All(pictures, picture => Assert.Contains($"src=\"cid:{picture.ContentId}\"", mail.HtmlBody, StringComparison.Ordinal));
        Assert.Empty(mail.Attachments);
        Assert.Equal(new[] { Hash(one), Hash(two), Hash(three) }.Order(), (await ContentsAsync(pictures)).Select(Hash).Order());
    }

    [Fact]
    public async Task A_file_that_this_server_cannot_read_keeps_its_answer_says_so_and_holds_up_no_other()
    {
        var mailbox = await AskedAsync("unreadable");
        mailbox.Write("another question");
        await mailbox.CheckAsync();
        var lost = Bytes(20_000);
        var path = App.Services.GetRequiredService<DataDirectory>().Combine($"blobs/{Hash(lost)[..2]}/{Hash(lost)[2..]}");
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        App.Office.Simulator.Faults.Add(new Fault { Id = "hold", Path = $"/v1.0/users/{mailbox.Account.Mail}/messages", Method = "POST", Status = 503 });
        await ann.PostFilesAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "With a file."), ("Seen", "1")], [("lost.bin", lost)], "Files");
        File.Move(path, path + ".away");
        App.Office.Simulator.Faults.Remove("hold");

        await mailbox.AnswerAsync("another question", "Without one.");
        await Eventually.TrueAsync(() =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return Task.FromResult(mailbox.Received.Count == 1);
        });
        Assert.Contains("Without one.", mailbox.Received[0].TextBody, StringComparison.Ordinal);
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.LastErrorCode == FaultCodes.StorageFailed, Ct);
        });
        Assert.Contains("delivery-error", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);

        File.Move(path + ".away", path);
        await mailbox.AssertLeavesOnceAsync("With a file.");
        Assert.Equal([Hash(lost)], (await ContentsAsync(mailbox.Received[^1].Attachments)).Select(Hash));
    }

    [Fact]
    public async Task A_file_that_ends_too_early_keeps_its_answer_says_so_and_holds_up_no_other()
    {
        var mailbox = await AskedAsync("cut-short");
        mailbox.Write("another question, of the whole");
        await mailbox.CheckAsync();
        var cut = Bytes(5_000_001);
        var path = App.Services.GetRequiredService<DataDirectory>().Combine($"blobs/{Hash(cut)[..2]}/{Hash(cut)[2..]}");
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        App.Office.Simulator.Faults.Add(new Fault { Id = "hold", Path = $"/v1.0/users/{mailbox.Account.Mail}/messages", Method = "POST", Status = 503 });
        await ann.PostFilesAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "With half a file."), ("Seen", "1")], [("cut.bin", cut)], "Files");
        await File.WriteAllBytesAsync(path, cut[..1_000_000], Ct);
        App.Office.Simulator.Faults.Remove("hold");

        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.LastErrorCode == FaultCodes.StorageFailed, Ct);
        });
        await mailbox.AnswerAsync("another question, of the whole", "Without one.");
        await Eventually.TrueAsync(() => Task.FromResult(mailbox.Received.Count == 1));
        Assert.Contains("Without one.", mailbox.Received[0].TextBody, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(path, cut, Ct);
        await mailbox.AssertLeavesOnceAsync("With half a file.");
        Assert.Equal([Hash(cut)], (await ContentsAsync(mailbox.Received[^1].Attachments)).Select(Hash));
    }

    [Fact]
    public async Task An_answer_that_stands_still_holds_up_no_later_one_of_its_ticket_and_is_withdrawn()
    {
        var mailbox = await AskedAsync("withdrawn");
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 403, GraphCode = "ErrorSendAsDenied", Times = 1 });
        await mailbox.AnswerAsync(Asked(mailbox), "Under a foreign name.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.LastErrorCode == FaultCodes.SendAsDenied, Ct);
        });
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Under its own."), ("Seen", "2"));
        await Eventually.TrueAsync(() => Task.FromResult(mailbox.Received.Count == 1));
        Assert.Contains("Under its own.", mailbox.Received[0].TextBody, StringComparison.Ordinal);

        var waiting = await db.Outbox.AsNoTracking().SingleAsync(i => i.TicketNumber == number && i.LastErrorCode == FaultCodes.SendAsDenied, Ct);
        Assert.Contains("Do not send", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/messages/{waiting.MessageId}/delivery", ("Choice", "Withdraw"));
        for (var minutes = 0; minutes < 20; minutes++)
        {
            App.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await mailbox.AnswerAsync(await AskedAgainAsync(mailbox), "And one more.");
        await Eventually.TrueAsync(() => Task.FromResult(mailbox.Received.Count == 2));
        Assert.DoesNotContain(mailbox.Received, mail => mail.TextBody!.Contains("Under a foreign name.", StringComparison.Ordinal));
        var withdrawn = await db.Outbox.AsNoTracking().SingleAsync(i => i.Key == waiting.Key, Ct);
        Assert.Equal((OutboxState.Failed, null), (withdrawn.State, withdrawn.NextAttemptAt));

        // Whoever thinks better of it sends it after all: the draft that lies there, once.
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/messages/{waiting.MessageId}/delivery", ("Choice", "Send"));
        await mailbox.AssertLeavesOnceAsync("Under a foreign name.");
    }

    [Fact]
    public async Task One_that_is_withdrawn_while_it_is_being_prepared_does_not_leave()
    {
        var mailbox = await AskedAsync("withdrawn-in-time");
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        var lease = new Tern.MailEngine.Leases.MailboxLease(mailbox.Id, await EpochAsync(mailbox));
        App.Office.Simulator.Faults.Add(new Fault { Id = "hold", Path = $"/v1.0/users/{mailbox.Account.Mail}/messages", Method = "POST", Status = 503 });
        await mailbox.AnswerAsync(Asked(mailbox), "Too early.");
        await using var db = App.Database();
        await Eventually.TrueAsync(() => db.Outbox.AnyAsync(i => i.TicketNumber == number && i.LastErrorCode != null, Ct));
        var outbox = App.Services.GetRequiredService<Tern.MailEngine.Outbox.IOutbox>();
        var step = (await outbox.NextDueAsync(mailbox.Id, App.Time.GetUtcNow().AddHours(1), Ct))!;
        using var ann = await App.SignInAsync();
        var message = await db.Outbox.Where(i => i.TicketNumber == number).Select(i => i.MessageId).SingleAsync(Ct);
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/messages/{message}/delivery", ("Choice", "Withdraw"));

        Assert.True(await outbox.SaveAsync(lease, step with { State = Tern.MailEngine.Outbox.OutboxState.Drafted, DraftId = "late" }, Ct));
        Assert.False(await outbox.SaveAsync(lease, step with { State = Tern.MailEngine.Outbox.OutboxState.Sending, DraftId = "late" }, Ct));

        App.Office.Simulator.Faults.Remove("hold");
        Assert.Equal(OutboxState.Failed, await db.Outbox.Where(i => i.TicketNumber == number).Select(i => i.State).SingleAsync(Ct));
        Assert.Empty(mailbox.Received);
    }

    [Fact]
    public async Task A_refusal_after_one_that_only_asked_to_wait_is_told_at_once()
    {
        var mailbox = await AskedAsync("first-wait");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 429, GraphCode = "ApplicationThrottled", Headers = { ["Retry-After"] = "10" }, Times = 1 });
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 400, GraphCode = "ErrorInvalidRecipients", Times = 1 });
        await mailbox.AnswerAsync(Asked(mailbox), "To nobody.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(5));
            return await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id && i.State == OutboxState.Failed, Ct);
        });

        Assert.Equal(2, mailbox.GraphRequests.Count(e => e.Path.EndsWith("/send", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sender_that_is_refused_holds_up_no_answer_under_another_and_the_mailbox_says_what_waits()
    {
        var mailbox = await AskedAsync("two-senders");
        mailbox.Write("another question to two senders");
        await mailbox.CheckAsync();
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 403, GraphCode = "ErrorSendAsDenied", Times = 1 });
        await mailbox.AnswerAsync(Asked(mailbox), "Under a foreign name.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id && i.LastErrorCode == FaultCodes.SendAsDenied, Ct);
        });

        await mailbox.AnswerAsync("another question to two senders", "Under its own.");
        await Eventually.TrueAsync(() => Task.FromResult(mailbox.Received.Count == 1)); // at once: nothing passes of the five minutes that the other waits

        Assert.Contains("Under its own.", mailbox.Received[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("Mails that wait and leave by themselves once this is mended: 1.", await mailbox.PageAsync(), StringComparison.Ordinal);
        await mailbox.AssertLeavesOnceAsync("Under a foreign name.");
    }

    [Fact]
    public async Task Who_stands_in_Bcc_alone_is_not_told_to_the_others_by_a_quote()
    {
        var mailbox = await AskedAsync("told-by-a-quote");
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Please have a look."), ("Seen", "1"), ("To", "craftsman@elsewhere.example"), ("Bcc", mailbox.Customer));

        await Eventually.TrueAsync(() =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(App.Office.Inbox("craftsman@elsewhere.example").Count == 1);
        });

        var mail = App.Office.Inbox("craftsman@elsewhere.example")[0];
        Assert.DoesNotContain(mailbox.Customer, mail.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Carla", mail.TextBody, StringComparison.Ordinal);
        Assert.Single(mailbox.Received);
    }

    [Fact]
    public async Task A_look_that_is_refused_is_no_proof_that_the_answer_did_not_leave()
    {
        var mailbox = await AskedAsync("refused-look");
        App.Office.Simulator.Faults.Add(new Fault { Id = "look", Path = $"/v1.0/users/{mailbox.Account.Mail}/messages/*", Method = "GET", Status = 400, GraphCode = "ErrorInvalidIdMalformed" });
        await mailbox.AnswerAsync(Asked(mailbox), "It left.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id && i.State == OutboxState.Accepted && i.LastErrorCode != null, Ct);
        });
        App.Office.Simulator.Faults.Remove("look");

        await mailbox.AssertLeavesOnceAsync("It left.");
    }

    private async Task<LoneMailbox> AskedAsync(string name)
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, name);
        mailbox.Write(Asked(mailbox));
        await mailbox.CheckAsync();
        return mailbox;
    }

    private static async Task<string> AskedAgainAsync(LoneMailbox mailbox)
    {
        var subject = $"another question to {mailbox.Account.Mail}";
        mailbox.Write(subject);
        await mailbox.CheckAsync();
        return subject;
    }

    private async Task<long> EpochAsync(LoneMailbox mailbox)
    {
        await using var db = App.Database();
        return await db.MailboxLeases.Where(l => l.MailboxId == mailbox.Id).Select(l => l.Epoch).SingleAsync(Ct);
    }

    private static string Asked(LoneMailbox mailbox) => $"a question to {mailbox.Account.Mail}";

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task<List<byte[]>> ContentsAsync(IEnumerable<MimeEntity> parts)
    {
        var contents = new List<byte[]>();
        foreach (var part in parts.OfType<MimePart>())
        {
            using var content = new MemoryStream();
            await part.Content!.DecodeToAsync(content, Ct);
            contents.Add(content.ToArray());
        }

        return contents;
    }
}

public sealed class OutgoingFilesOnSqlite(SqliteApp app) : OutgoingFilesTests<SqliteApp>(app);

public sealed class OutgoingFilesOnPostgreSql(PostgreSqlApp app) : OutgoingFilesTests<PostgreSqlApp>(app);
