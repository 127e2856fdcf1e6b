using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests;

public sealed class FirstLookTests
{
    [Fact]
    public async Task Mail_of_a_customer_is_found_by_delta_and_read_byte_for_byte()
    {
        using var office = await new Office().SignedInAsync();
        var raw = Office.Mail("Printer broken");
        office.Simulator.Customers.Send(raw, "support@contoso.example");

        var (_, page) = await office.GetAsync("/mailFolders/inbox/messages/delta?$select=subject,receivedDateTime");
        var row = Assert.Single((JsonArray)page["value"]!)!;
        using var response = await office.Http.GetAsync(new Uri($"{Office.MailboxUrl}/messages/{row["id"]}/$value"), Office.Ct);
        var (_, later) = await office.GetAsync(Office.Text(page, "@odata.deltaLink"));

        Assert.Equal("Printer broken", row["subject"]!.GetValue<string>());
        Assert.Equal(raw, await response.Content.ReadAsByteArrayAsync(Office.Ct));
        Assert.Empty((JsonArray)later["value"]!);
    }

    [Fact]
    public async Task Bytes_that_are_no_mail_are_delivered_all_the_same()
    {
        using var office = await new Office().SignedInAsync();
        foreach (var raw in new byte[][] { [], [0xFF, 0x00, 0x0A], "no header at all"u8.ToArray() })
        {
            office.Simulator.Customers.Send(raw, "support@contoso.example");
        }

        var (status, list) = await office.GetAsync("/mailFolders/inbox/messages");

        Assert.Equal((200, 3), (status, ((JsonArray)list["value"]!).Count));
        Assert.Equal([0xFF, 0x00, 0x0A], office.Mailbox.In("inbox")[1].Raw.ToArray());
    }

    [Fact]
    public async Task Whole_exchange_completes_without_leaving_the_thread()
    {
        using var office = await new Office().SignedInAsync();
        using var content = Office.Base64(Office.Mail("Draft"));

        var answer = office.Http.PostAsync(new Uri(Office.MailboxUrl + "/messages"), content, Office.Ct);

        Assert.True(answer.IsCompletedSuccessfully);
        Assert.True((await answer).Content.ReadAsStringAsync(Office.Ct).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Draft_from_MIME_is_sent_to_the_customer_and_shows_in_Sent_Items()
    {
        using var office = await new Office().SignedInAsync();
        var draft = await office.DraftAsync(Office.Mail("Re: Printer", from: "support@contoso.example", to: "ann@customer.example"));

        var (status, _, _) = await office.SendAsync(HttpMethod.Post, $"/messages/{draft}/send");
        var early = office.Simulator.Customers.Inbox("ann@customer.example").Count;
        office.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(202, status);
        Assert.Equal(0, early);
        Assert.Single(office.Simulator.Customers.Inbox("Ann@customer.example"));
        var sent = Assert.Single(office.Mailbox.In("sentitems"));
        Assert.False(sent.IsDraft);
        Assert.Equal(draft, office.Simulator.Mailboxes.IdOf(office.Mailbox, sent));
    }

    [Fact]
    public async Task Refresh_token_brings_a_delegated_token_and_a_newer_refresh_token()
    {
        using var office = new Office();
        var first = office.Simulator.Grants.IssueRefreshToken(office.App, office.Support, "Mail.ReadWrite", "Mail.Send", "offline_access");

        var (status, body) = await office.RefreshAsync(first);

        Assert.Equal(200, status);
        Assert.InRange(body["expires_in"]!.GetValue<int>(), 3600, 5400);
        Assert.NotEqual(first, Office.Text(body, "refresh_token"));
    }
}
