using System.Net;
using System.Text;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Customers;

public sealed class CustomerPageTests
{
    [Fact]
    public async Task Person_writes_reads_the_answer_and_replies_in_the_thread()
    {
        using var office = await new Office().SignedInAsync();
        using var first = Form(("to", "support@contoso.example"), ("subject", "Größe"), ("text", "Passt das?"), ("name", "Ann"));
        first.Add(new ByteArrayContent([1, 2, 3]), "files", "maß.bin");
        await PostAsync(office, first);
        var question = Assert.Single(office.Mailbox.In("inbox"));
        var draft = await office.DraftAsync(Encoding.UTF8.GetBytes(
            $"From: support@contoso.example\r\nTo: ann@customer.example\r\nSubject: Re: Size\r\nMessage-ID: <a@desk.example>\r\nIn-Reply-To: {question.Facts.InternetMessageId}\r\nReferences: {question.Facts.InternetMessageId}\r\nContent-Type: text/html\r\n\r\n<p>Yes, <b>it does</b>.</p><script>alert(1)</script>\r\n"));
        await office.SendAsync(HttpMethod.Post, $"/messages/{draft}/send");
        office.Time.Advance(TimeSpan.FromMinutes(1));

        var page = await PageAsync(office, "/customers/ann%40customer.example/1");
        using var reply = Form(("to", "support@contoso.example"), ("subject", "Re: Size"), ("text", "Thanks"), ("reply", "1"));
        await PostAsync(office, reply);

        Assert.Equal("Größe", question.Facts.Subject);
        Assert.Equal("maß.bin", MessageFacts.Parse(question.Raw.ToArray()).Attachments.Single().ContentDisposition?.FileName);
        Assert.Contains("Yes, it does.", page, StringComparison.Ordinal);
        Assert.Contains("> Yes, it does.", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        var answer = office.Mailbox.In("inbox")[^1];
        Assert.Equal("<a@desk.example>", answer.Facts.InReplyTo);
        Assert.Equal([question.Facts.InternetMessageId!, "<a@desk.example>"], answer.Facts.References);
        // The subject is another one, and so is the conversation.
        Assert.NotEqual(question.ConversationId, answer.ConversationId);
    }

    [Fact]
    public async Task Pages_run_no_script_and_forbid_what_they_do_not_need()
    {
        using var office = new Office();
        using var response = await office.Http.GetAsync(new Uri("http://127.0.0.1:8365/customers"), Office.Ct);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.StartsWith("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("Be a customer", await response.Content.ReadAsStringAsync(Office.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_address_is_shown_as_text_and_not_as_markup()
    {
        using var office = new Office();
        Assert.DoesNotContain("<img", await PageAsync(office, "/customers/" + Uri.EscapeDataString("<img src=x>@x.example")), StringComparison.Ordinal);
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    private static async Task PostAsync(Office office, HttpContent form)
    {
        using var response = await office.Http.PostAsync(new Uri("http://127.0.0.1:8365/customers/ann%40customer.example"), form, Office.Ct);
        Assert.Equal(303, (int)response.StatusCode);
    }

    private static async Task<string> PageAsync(Office office, string path) =>
        await office.Http.GetStringAsync(new Uri("http://127.0.0.1:8365" + path), Office.Ct);
}
