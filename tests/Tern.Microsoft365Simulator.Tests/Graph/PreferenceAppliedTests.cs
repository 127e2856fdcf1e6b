namespace Tern.Microsoft365Simulator.Tests.Graph;

/// <summary>Preference-Applied names what shows in this answer, and not all that was preferred.</summary>
public sealed class PreferenceAppliedTests
{
    private const string Ids = "IdType=\"ImmutableId\"";
    private const string Body = "outlook.body-content-type=\"text\"";
    private const string Zone = "outlook.timezone=\"UTC\"";
    private const string Page = "odata.maxpagesize=5";

    [Theory]
    [InlineData("/messages", $"{Ids}, {Body}, {Zone}, {Page}")]
    [InlineData("/messages?$top=3", $"{Ids}, {Body}, {Zone}")]
    [InlineData("/messages?$select=subject", $"{Ids}, {Page}")]
    [InlineData("/messages?$select=uniqueBody", $"{Ids}, {Body}, {Page}")]
    [InlineData("/mailFolders/inbox/messages/delta?$select=subject", $"{Ids}, {Page}")]
    [InlineData("/mailFolders/delta", Page)]
    [InlineData("/mailFolders", null)]
    [InlineData("/mailFolders/inbox", null)]
    [InlineData("", null)]
    [InlineData("/messages/{id}?$select=subject", Ids)]
    [InlineData("/messages/{id}", $"{Ids}, {Body}, {Zone}")]
    [InlineData("/messages/{id}/attachments", Ids)]
    [InlineData("/messages/{id}/$value", Ids)]
    public async Task Only_what_this_kind_of_answer_follows_is_named(string path, string? applied)
    {
        using var office = await new Office().SignedInAsync();
        var mail = office.Simulator.Mailboxes.Deliver(office.Mailbox, Office.Mail("Hi"));
        using var request = new HttpRequestMessage(HttpMethod.Get, Office.MailboxUrl + path.Replace("{id}", office.Simulator.Mailboxes.IdOf(office.Mailbox, mail), StringComparison.Ordinal));
        request.Headers.TryAddWithoutValidation("Prefer", $"{Ids}, {Body}, {Zone}, {Page}");
        using var answer = await office.Http.SendAsync(request, Office.Ct);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(applied, answer.Headers.TryGetValues("Preference-Applied", out var values) ? string.Join(", ", values) : null);
    }
}
