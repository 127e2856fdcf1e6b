using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests;

/// <summary>The pages on which a person sees what is simulated, and acts.</summary>
public sealed class OverviewPageTests : IDisposable
{
    private readonly Office _office = new();

    public void Dispose() => _office.Dispose();

    [Fact]
    public async Task The_overview_shows_tenants_mailboxes_applications_sign_ins_faults_requests_and_the_clock()
    {
        _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.ReadWrite");
        _office.Simulator.Faults.Add(new Fault { Path = "*/<i>", Status = 503 });
        await _office.AskForAppTokenAsync("not it");

        var page = Get("/");

        foreach (var text in (string[])["contoso.onmicrosoft.com", "support@contoso.example", _office.App.ClientId, "Mail.ReadWrite offline_access", "*/&lt;i&gt;", "AADSTS7000215", "2026-03-02 08:00:00", "secret, ends"])
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Office.Secret, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Buttons_move_the_clock_and_remove_faults()
    {
        var fault = _office.Simulator.Faults.Add(new Fault { Path = "*", Status = 503, Skip = 100 });

        Post("/clock", "mode=driven");
        Post("/clock", "by=1.00%3A00%3A00");
        Post("/faults/remove", $"id={fault.Id}");

        Assert.Equal((true, Office.Start.AddDays(1)), (_office.Simulator.Clock.IsDriven, _office.Simulator.Clock.GetUtcNow()));
        Assert.Empty(_office.Simulator.Faults.All);
    }

    [Fact]
    public void Somebody_in_Outlook_reads_answers_moves_and_deletes_on_the_page()
    {
        _office.Simulator.Customers.Write("ann@customer.example", new Letter { To = ["support@contoso.example"], Subject = "<Printer>", Text = "It is broken." });
        var message = _office.Mailbox.In("inbox").Single();
        var at = $"/mailboxes/support@contoso.example/{message.Number}";
        Assert.Contains("&lt;Printer&gt;", Get("/mailboxes/support@contoso.example"), StringComparison.Ordinal);
        Assert.Contains("It is broken.", Get(at), StringComparison.Ordinal);

        Post($"{at}/reply", "text=Which+one%3F");
        Post($"{at}/move", "folder=archive");
        _office.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(message.IsRead);
        Assert.Equal("Re: <Printer>", MessageFacts.Read(_office.Simulator.Customers.Inbox("ann@customer.example").Single().Raw).Subject);
        Assert.Equal([message], _office.Mailbox.In("archive"));
        Post($"{at}/purge", "");
        Assert.Empty(_office.Mailbox.In("archive"));
    }

    [Fact]
    public void Somebody_in_Outlook_writes_a_mail_on_the_page()
    {
        Post("/mailboxes/support@contoso.example/write", "to=ann%40customer.example&subject=News&text=Hello");
        _office.Simulator.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("News", MessageFacts.Read(_office.Simulator.Customers.Inbox("ann@customer.example").Single().Raw).Subject);
        Assert.Equal("News", _office.Mailbox.In("sentitems").Single().Facts.Subject);
    }

    [Theory]
    [InlineData("/mailboxes/nobody@contoso.example")]
    [InlineData("/mailboxes/support@contoso.example/7")]
    [InlineData("/mailboxes/support@contoso.example?folder=99")]
    public void What_is_not_there_is_a_page_that_says_so(string path) =>
        Assert.Equal(404, _office.Simulator.Handle(SimulatedRequest.Get("http://sim", path)).Status);

    private string Get(string path)
    {
        var answer = _office.Simulator.Handle(SimulatedRequest.Get("http://sim", path));
        Assert.Equal(200, answer.Status);
        return answer.BodyText;
    }

    private void Post(string path, string form) => Assert.Equal(303, _office.Simulator.Handle(new SimulatedRequest(
        "POST",
        "http://sim",
        path,
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/x-www-form-urlencoded" },
        System.Text.Encoding.UTF8.GetBytes(form))).Status);
}
