using System.Net;
using System.Text.RegularExpressions;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

public abstract partial class MailBodyTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public async Task Script_in_subject_name_and_text_is_only_text()
    {
        const string Attack = "<script>alert(1)</script>";
        var number = await App.DeliverOneAsync(Letter(from: $"\"{Attack}\" <xss@attack.example>", subject: Attack, body: Attack));
        using var ann = await App.SignInAsync();
        foreach (var path in (string[])["/", $"/tickets/{number}", $"/tickets/{number}/thread"])
        {
            var page = await ann.ReadAsync(path);
            Assert.DoesNotContain(Attack, page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Html_is_served_apart_cleaned_and_under_its_own_policy()
    {
        var number = await App.DeliverOneAsync(Letter(
            type: "text/html; charset=utf-8",
            body: "<p>Hello</p><script>alert(1)</script><img src=x onerror=alert(2)><a href=\"javascript:alert(3)\">x</a><img src=\"https://track.example/p.gif\">"));
        using var ann = await App.SignInAsync();
        var page = await ann.ReadAsync($"/tickets/{number}");
        var frame = Frame().Match(page);
        Assert.DoesNotContain("allow-scripts", frame.Value, StringComparison.Ordinal);

        var body = await ann.GetAsync(frame.Groups["src"].Value);

        var html = await body.Content.ReadAsStringAsync(Ct);
        var policy = body.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("<p>Hello</p>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=\"https://track", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_the_mail_is_shown_and_a_drawing_with_script_is_not()
    {
        var number = await App.DeliverOneAsync(Letter(
            type: "multipart/related; boundary=b",
            body: "--b\r\nContent-Type: text/html\r\n\r\n<img src=\"cid:one@x\"><img src=\"cid:two@x\">\r\n" +
                $"--b\r\nContent-Type: image/png\r\nContent-ID: <one@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n{Pixel}\r\n" +
                "--b\r\nContent-Type: image/svg+xml\r\nContent-ID: <two@x>\r\n\r\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>\r\n--b--"));
        using var ann = await App.SignInAsync();
        var html = await ann.ReadAsync(Frame().Match(await ann.ReadAsync($"/tickets/{number}")).Groups["src"].Value);
        var pictures = Picture().Matches(html).Select(match => match.Groups["src"].Value).ToList();

        Assert.Equal(2, pictures.Count);
        Assert.Equal("image/png", (await ann.GetAsync(pictures[0])).Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync(pictures[1])).StatusCode);
    }

    [Fact]
    public async Task Files_and_source_are_saved_and_never_shown()
    {
        var number = await App.DeliverOneAsync(Letter(
            type: "multipart/mixed; boundary=b",
            body: "--b\r\nContent-Type: text/plain\r\n\r\nSee file\r\n" +
                "--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=\"page.html\"\r\n\r\n<script>alert(1)</script>\r\n--b--"));
        using var ann = await App.SignInAsync();
        var page = await ann.ReadAsync($"/tickets/{number}");
        foreach (var path in Download().Matches(page).Select(match => match.Groups["href"].Value).ToList())
        {
            var file = await ann.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "attachment"), (file.StatusCode, file.Content.Headers.ContentDisposition?.DispositionType));
            Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.NotEqual("text/html", file.Content.Headers.ContentType?.MediaType);
            Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync(path.Replace($"/tickets/{number}/", "/tickets/999999/"))).StatusCode);
        }

        Assert.Equal(2, Download().Count(page));
    }

    [GeneratedRegex("<iframe[^>]* src=\"(?<src>[^\"]+)\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Frame();

    [GeneratedRegex("src=\"(?<src>/tickets/[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("href=\"(?<href>/tickets/[^\"]+/(files/[^\"]+|source))\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Download();
}

public sealed class MailBodiesOnSqlite(SqliteApp app) : MailBodyTests<SqliteApp>(app);

public sealed class MailBodiesOnPostgreSql(PostgreSqlApp app) : MailBodyTests<PostgreSqlApp>(app);
