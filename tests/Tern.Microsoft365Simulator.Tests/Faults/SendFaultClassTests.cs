namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>Classes S: sending.</summary>
public sealed class SendFaultClassTests : FaultClassOffice
{
    [Theory]
    [InlineData("S1", 0, 1)]
    [InlineData("S2", 504, 1)]
    [InlineData("S3", 504, 0)]
    [InlineData("S5", 403, 0)]
    [InlineData("S6", 413, 0)]
    [InlineData("S7", 202, 0)]
    [InlineData("S8", 202, 0)]
    [InlineData("S9", 202, 1)]
    [InlineData("S10", 404, 0)]
    public async Task Send_goes_wrong_as_told(string fault, int status, int delivered)
    {
        var id = await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        Add(fault);

        var answered = 0;
        try
        {
            answered = (await Office.SendAsync(HttpMethod.Post, $"/messages/{id}/send")).Status;
        }
        catch (HttpRequestException)
        {
            Assert.Equal("S1", fault);
        }

        Office.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(fault == "S9" ? 0 : delivered, Push.Simulator.Customers.Inbox("ann@customer.example").Count);
        Office.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((status, delivered), (answered, Push.Simulator.Customers.Inbox("ann@customer.example").Count));
        Assert.Equal(fault is "S7" or "S8" ? 1 : 0, Office.Mailbox.In("inbox").Count);
        Fired(fault);
    }

    [Fact]
    public async Task Sent_item_is_nowhere_for_a_minute()
    {
        var id = await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        Add("S4");
        await Office.SendAsync(HttpMethod.Post, $"/messages/{id}/send");
        Assert.Equal(404, (await Office.GetAsync($"/messages/{id}")).Status);
        Office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await Office.GetAsync($"/messages/{id}")).Status);
        Assert.Equal(TimeSpan.FromSeconds(2), Push.Simulator.Settings.SentItemsAfter);
        Fired("S4");
    }

    [Fact]
    public async Task Item_can_be_found_nowhere_also_when_it_had_to_wait_its_turn()
    {
        Push.Simulator.Settings.MessagesPerMinute = 1;
        await Office.SendAsync(HttpMethod.Post, $"/messages/{await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"))}/send");
        var id = await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        Add("S4");
        await Office.SendAsync(HttpMethod.Post, $"/messages/{id}/send");
        Assert.Equal(200, (await Office.GetAsync($"/messages/{id}")).Status);
        Office.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(404, (await Office.GetAsync($"/messages/{id}")).Status);
        Office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await Office.GetAsync($"/messages/{id}")).Status);
    }
}
