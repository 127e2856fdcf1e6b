using System.Net;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>A picture whose name stands in the text in square brackets is seen in that place: by the customer, and in the ticket.</summary>
public abstract class InlinePictureTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task It_arrives_as_a_part_that_the_page_shows_and_the_text_names_it()
    {
        var account = App.Office.Person("pictures");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        App.Office.Write(account.Mail, "Where to press", from: "Carla <carla@pictures.example>");
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        var number = await db.Tickets.Where(ticket => ticket.Subject == "Where to press").Select(ticket => ticket.Number).SingleAsync(Ct);

        await ann.PostFilesAsync(
            $"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "Press here: [button.png]\nThen <wait>."), ("Seen", "1")], [("button.png", Picture), ("other.png", Picture), ("log.txt", "log"u8.ToArray())], "Files");
        await App.CheckAsync(mailbox);

        var mail = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("carla@pictures.example") is [.., var last] ? last : null));
        var shown = Assert.Single(mail.BodyParts.OfType<MimePart>(), part => part.ContentId is not null);
        Assert.Contains($"src=\"cid:{shown.ContentId}\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("alt=\"button.png\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Then &lt;wait&gt;.", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Press here: [button.png]", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(["log.txt", "other.png"], mail.Attachments.OfType<MimePart>().Select(part => part.FileName).Order());

        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/tickets/{number}"));
        var source = page[(page.IndexOf("own-picture\" src=\"", StringComparison.Ordinal) + 18)..];
        Assert.Equal(Picture, await ann.DownloadAsync(source[..source.IndexOf('"', StringComparison.Ordinal)]));
        Assert.Contains("log.txt", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_picture_stays_a_file_and_a_note_shows_its_picture_too()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();

        await ann.PostFilesAsync($"/tickets/{number}", $"/tickets/{number}/note", [("Text", "See [seen.png] and [page.svg]")], [("seen.png", Picture), ("page.svg", "<svg/>"u8.ToArray())], "Files");

        await using var db = App.Database();
        var note = await db.Messages.SingleAsync(message => message.VisibleText == "See [seen.png] and [page.svg]", Ct);
        Assert.Equal(
            [("page.svg", false), ("seen.png", true)],
            (await db.Attachments.Where(file => file.MessageId == note.Id).OrderBy(file => file.Name).ToListAsync(Ct)).Select(file => (file.Name, file.IsInline)));
        var page = await ann.ReadAsync($"/tickets/{number}");
        Assert.Contains("See <img class=\"own-picture\"", page, StringComparison.Ordinal);
        Assert.Contains(" and [page.svg]", page, StringComparison.Ordinal);
    }
}

public sealed class InlinePicturesOnSqlite(SqliteApp app) : InlinePictureTests<SqliteApp>(app);

public sealed class InlinePicturesOnPostgreSql(PostgreSqlApp app) : InlinePictureTests<PostgreSqlApp>(app);
