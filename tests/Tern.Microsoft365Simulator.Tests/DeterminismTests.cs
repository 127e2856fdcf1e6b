using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;
using Tern.Microsoft365Simulator.Tests.Push;

namespace Tern.Microsoft365Simulator.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void Same_seed_and_same_requests_give_the_same_bytes()
    {
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public async Task Restart_keeps_links_tokens_mail_and_what_is_pending()
    {
        var path = Path.Combine(Path.GetTempPath(), $"tern-simulator-{Environment.ProcessId}.json");
        using var office = await new Office().SignedInAsync();
        var refresh = office.Simulator.Grants.IssueRefreshToken(office.App, office.Support, "Mail.ReadWrite");
        var raw = Office.Mail("Before");
        office.Simulator.Customers.Send(raw, "support@contoso.example");
        var link = Office.Text((await office.GetAsync("/mailFolders/inbox/messages/delta?$select=subject")).Body, "@odata.deltaLink");
        var draft = await office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        await office.SendJsonAsync(HttpMethod.Patch, $"/messages/{draft}", """{"singleValueExtendedProperties":[{"id":"String 0x1234","value":"k"}]}""");
        await office.SendAsync(HttpMethod.Post, $"/messages/{draft}/send");
        office.Simulator.Faults.Add(new Fault { Path = "/nowhere", Status = 500 });
        new StateFile(path).Save(office.Simulator.World);

        var restarted = new Simulator(office.Time, seed: 99);
        Assert.True(new StateFile(path).Load(restarted.World));
        File.Delete(path);
        using var http = new HttpClient(new SimulatorHttpHandler(restarted, office.Time));
        http.DefaultRequestHeaders.Authorization = office.Http.DefaultRequestHeaders.Authorization;
        restarted.Customers.Send(Office.Mail("After"), "support@contoso.example");
        var page = JsonNode.Parse(await http.GetStringAsync(new Uri(link), Office.Ct))!;
        using var form = new FormUrlEncodedContent([
            new("grant_type", "refresh_token"), new("client_id", office.App.ClientId), new("client_secret", Office.Secret), new("refresh_token", refresh)]);
        using var refreshed = await http.PostAsync(new Uri(office.TokenUrl), form, Office.Ct);
        office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("After", Assert.Single((JsonArray)page["value"]!)!["subject"]!.GetValue<string>());
        Assert.True(refreshed.IsSuccessStatusCode);
        Assert.Equal(raw, restarted.Mailboxes["support@contoso.example"].In("inbox")[0].Raw.ToArray());
        Assert.Single(restarted.Customers.Inbox("ann@customer.example"));
        Assert.Equal("k", Assert.Single(restarted.Mailboxes["support@contoso.example"].In("sentitems")).ExtendedProperties["String 0x1234"]);
        Assert.Single(restarted.Faults.All);
    }

    [Fact]
    public async Task How_often_somebody_looks_at_push_changes_no_answer()
    {
        Assert.Equal(await RunWithPushAsync(looks: 1), await RunWithPushAsync(looks: 100));
    }

    [Fact]
    public async Task How_long_somebody_waits_between_requests_changes_no_id()
    {
        var hasty = await RunWithPausesAsync(TimeSpan.Zero);
        Assert.Equal(hasty, await RunWithPausesAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(hasty.Distinct(StringComparer.Ordinal), hasty);
    }

    private static async Task<List<string>> RunWithPausesAsync(TimeSpan pause)
    {
        using var office = await new Office().SignedInAsync();
        var world = office.Simulator.World;
        office.Simulator.Customers.SetAway("away@customer.example", "I am away.");
        var ids = new List<string>();
        foreach (var to in new[] { "nobody@contoso.example", "away@customer.example", "nobody@contoso.example" })
        {
            var draft = (await office.SendJsonAsync(HttpMethod.Post, "/messages", $$$"""{"toRecipients":[{"emailAddress":{"address":"{{{to}}}"}}]}""")).Body!;
            ids.Add(Office.Text(draft, "internetMessageId"));
            await office.SendAsync(HttpMethod.Post, $"/messages/{Office.Text(draft, "id")}/send");
            office.Time.Advance(pause);
            ids.Add($"{world.Random.Position}");
        }

        office.Time.Advance(TimeSpan.FromMinutes(2));
        ids.AddRange(office.Mailbox.In("inbox").Select(m => m.Facts.InternetMessageId!).Order(StringComparer.Ordinal));
        Assert.Equal(3, office.Mailbox.In("inbox").Count);
        return ids;
    }

    private static async Task<string> RunWithPushAsync(int looks)
    {
        using var push = await PushOffice.OpenAsync();
        push.Simulator.Settings.LostLifecycleEvents = 0.5;
        foreach (var id in new[] { "P1", "P2", "P3", "P4", "P5", "P8", "P9", "P10" })
        {
            push.Simulator.Faults.Add(new Fault { Class = id, Always = true, Probability = 0.3 });
        }

        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=desk", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Office.Start, Office.Start.AddYears(1));
        var wish = push.Wish("created,updated", "users/support@contoso.example/mailFolders('inbox')/messages?$select=subject");
        wish["includeResourceData"] = true;
        wish["encryptionCertificate"] = Convert.ToBase64String(certificate.RawData);
        wish["encryptionCertificateId"] = "desk";
        await push.SubscribedAsync(wish);
        var all = new StringBuilder();
        for (var i = 0; i < 20; i++)
        {
            push.Deliver($"Mail {i}");
            for (var look = 0; look < looks; look++)
            {
                push.Office.Time.Advance(TimeSpan.FromSeconds(20) / looks);
                _ = push.Simulator.Push.Subscriptions;
                _ = push.Simulator.Push.Waiting;
                await push.Office.Carrier.DeliverDueAsync(Office.Ct);
            }

            all.AppendLine((await push.Office.AskForAppTokenAsync()).Body.ToJsonString());
            all.AppendLine((await push.Office.GetAsync("/messages")).Body.ToJsonString());
        }

        return all.ToString();
    }

    private static string Run(int seed)
    {
        using var office = new Office(seed);
        office.Simulator.Settings.ShuffledPages = office.Simulator.Settings.EmptyPages = 0.3;
        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*", Status = 503, Probability = 0.2 });
        var all = new StringBuilder();
        string Ask(string method, string path, string body, params (string Name, string Value)[] headers)
        {
            var answer = office.Simulator.Handle(new SimulatedRequest(
                method,
                "https://graph.microsoft.com",
                path,
                headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase),
                Encoding.UTF8.GetBytes(body)));
            all.Append(answer.Status).Append(string.Join('\n', answer.Headers)).Append(answer.BodyText);
            return answer.BodyText;
        }

        var token = JsonNode.Parse(Ask(
            "POST",
            $"/{office.Tenant.Id}/oauth2/v2.0/token",
            $"grant_type=client_credentials&client_id={office.App.ClientId}&client_secret={Uri.EscapeDataString(Office.Secret)}&scope={Office.GraphScope}"))!["access_token"]!.GetValue<string>();
        for (var i = 0; i < 30; i++)
        {
            office.Simulator.Customers.Send(Office.Mail($"Mail {i}"), "support@contoso.example");
            Ask("GET", "/v1.0/users/support@contoso.example/mailFolders/inbox/messages/delta", string.Empty, ("Authorization", $"Bearer {token}"));
            Ask("POST", "/v1.0/users/support@contoso.example/sendMail", """{"message":{"subject":"x","toRecipients":[{"emailAddress":{"address":"a@b.example"}}],"attachments":[{"name":"a","contentBytes":"AAAA"}]}}""", ("Authorization", $"Bearer {token}"));
            office.Time.Advance(TimeSpan.FromSeconds(30));
        }

        foreach (var mail in office.Simulator.Customers.Inbox("a@b.example"))
        {
            all.Append(Encoding.UTF8.GetString(mail.Raw));
        }

        return all.ToString();
    }
}
