using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>A mailbox acknowledges as its page says.</summary>
public abstract class MailboxAnswersTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task An_acknowledgement_leaves_as_a_machines_mail_and_only_for_mail_that_came_afterwards()
    {
        var address = App.Office.Person("polite").Mail;
        using var ann = await App.SignInAsync();
        App.Office.Write(address, "Before", from: "before@polite.example");
        var mailbox = await App.ConnectAsync(ann, address);
        await SwitchOnAsync(ann, mailbox, "Hello {{ customer.name }}, yours is {{ ticket.number }}.");

        var asked = App.Office.Write(address, "Broken", from: "Carla Customer <carla@polite.example>");
        await App.CheckAsync(mailbox);

        var answer = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("carla@polite.example") is [var only] ? only : null));
        Assert.Empty(App.Office.Inbox("before@polite.example"));
        Assert.Equal(("auto-replied", "All"), (answer.Headers["Auto-Submitted"], answer.Headers["X-Auto-Response-Suppress"]));
        Assert.Equal((asked, asked), (answer.InReplyTo, answer.References[^1]));
        Assert.Matches(@"^Auto: Broken \[#\d+\]$", answer.Subject);
        Assert.Matches(@"^Hello Carla Customer, yours is \d+\.", answer.TextBody);
        Assert.NotNull(answer.HtmlBody);
    }

    [Fact]
    public async Task A_text_that_cannot_be_read_is_refused_with_the_place()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("wrong").Mail);

        var answer = await PostAsync(ann, mailbox, ("Acknowledges", "true"), ("AcknowledgementText", "Hello {{ customer.name"), ("ReopensForDays", "30"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Contains("Hello {{ customer.name", page, StringComparison.Ordinal);
        Assert.Contains("Line 1, column 7 cannot be understood", page, StringComparison.Ordinal);
        await using var db = App.Database();
        Assert.Null((await db.Mailboxes.SingleAsync(m => m.Id == mailbox, Ct)).AcknowledgesSince);
    }

    [Theory]
    [InlineData("{% for i in (1..1000000) %}x{% endfor %}", "30")]
    [InlineData("Hello {{ customer.secret }}", "30")]
    [InlineData("}}", "30")]
    [InlineData("", "30")]
    [InlineData("Hello", "-1")]
    [InlineData("Hello", "99999")]
    public async Task What_makes_no_sense_is_refused(string text, string days)
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person($"nonsense{text.Length}{days.TrimStart('-')}").Mail);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(ann, mailbox, ("Acknowledges", "true"), ("AcknowledgementText", text), ("ReopensForDays", days))).StatusCode);
    }

    [Fact]
    public async Task The_settings_come_back_as_they_were_saved()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("kept").Mail);

        await PostAsync(ann, mailbox, ("AcknowledgementText", "Kept while off"), ("Signature", "Example Ltd.\nSupport"), ("ReopensForDays", "0"), ("UsesTicketAddress", "true"));

        await using var db = App.Database();
        var row = await db.Mailboxes.SingleAsync(m => m.Id == mailbox, Ct);
        Assert.Equal(("Kept while off", "Example Ltd.\nSupport", 0, true), (row.AcknowledgementText, row.Signature, row.ReopensForDays, row.UsesTicketAddress));
        Assert.Null(row.AcknowledgesSince);
    }

    private static Task<HttpResponseMessage> PostAsync(TernClient browser, MailboxId mailbox, params (string, string)[] fields) =>
        browser.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/answers", fields);

    private static async Task SwitchOnAsync(TernClient browser, MailboxId mailbox, string text)
    {
        var answer = await PostAsync(browser, mailbox, ("Acknowledges", "true"), ("AcknowledgementText", text), ("ReopensForDays", "30"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}

public sealed class MailboxAnswersOnSqlite(SqliteApp app) : MailboxAnswersTests<SqliteApp>(app);

public sealed class MailboxAnswersOnPostgreSql(PostgreSqlApp app) : MailboxAnswersTests<PostgreSqlApp>(app);
