using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Administration;

/// <summary>An administrator drops a mail and sees what Tern makes of it.</summary>
public abstract class InspectMailTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const string Page = "/administration/mail";

    [Fact]
    public async Task What_was_written_now_who_wrote_it_and_why_it_is_not_answered_are_shown_and_nothing_is_kept()
    {
        using var ann = await App.SignInAsync();

        var shown = await DropAsync(ann, "From: Bob <bob@example.com>\r\nSubject: Away <b>\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n\r\nI am away.\r\n\r\nOn Mon, Jan 5, 2026 at 9:00 AM Ann <ann@example.com> wrote:\r\n> Are you there?\r\n");

        Assert.Contains("Bob &lt;bob@example.com&gt;", shown, StringComparison.Ordinal);
        Assert.Contains("Away &lt;b&gt;", shown, StringComparison.Ordinal);
        Assert.Contains("I am away.", shown, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted says auto-replied (RFC 3834).", shown, StringComparison.Ordinal);
        Assert.Contains("Automatic answer or notice", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("bob@example.com", await ann.ReadAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_mailbox_is_never_the_customer()
    {
        var address = App.Office.Person("inspected").Mail;
        using var ann = await App.SignInAsync();
        await App.ConnectAsync(ann, address);

        var shown = await DropAsync(ann, $"From: Desk <{address}>\r\nSubject: Fwd: Printer\r\n\r\nSee below.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Carol <carol@example.com>\r\nDate: Mon, Jan 5, 2026\r\nSubject: Printer\r\n\r\nIt is broken.\r\n");

        Assert.Contains("<dt>Customer</dt><dd>Carol &lt;carol@example.com&gt;</dd>", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_which_ticket_a_mail_would_go_to()
    {
        using var ann = await App.SignInAsync();
        var number = await App.DeliverOneAsync(Post.Letter(id: "foreseen@inspect.example"));

        Assert.Matches($@"<dt>Would go to</dt><dd>\s*ticket\s+<a href=""/tickets/{number}"">", await DropAsync(ann, Post.Letter(inReplyTo: "foreseen@inspect.example")));
        Assert.Matches(@"<dd>\s*a new ticket\s*</dd>", await DropAsync(ann, Post.Letter()));
        Assert.DoesNotMatch(@"<dt>Would go to</dt><dd>\s*ticket", await DropAsync(ann, Post.Letter(id: "itself@inspect.example", inReplyTo: "itself@inspect.example")));
        await using var db = App.Database();
        Assert.Equal(1, await db.Tickets.Where(ticket => ticket.Number == number).Select(ticket => ticket.MessageCount).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_form_without_a_file_says_what_to_choose()
    {
        using var ann = await App.SignInAsync();

        var response = await ann.PostFilesAsync(Page, Page, [], []);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("Choose a file with one raw mail.", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    private static async Task<string> DropAsync(TernClient browser, string mail)
    {
        var response = await browser.PostFilesAsync(Page, Page, [], [("mail.eml", Encoding.UTF8.GetBytes(mail))], fileField: "file");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

public sealed class InspectMailOnSqlite(SqliteApp app) : InspectMailTests<SqliteApp>(app);

public sealed class InspectMailOnPostgreSql(PostgreSqlApp app) : InspectMailTests<PostgreSqlApp>(app);
