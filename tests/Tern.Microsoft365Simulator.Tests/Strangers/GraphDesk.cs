using System.Text;
using Microsoft.Graph;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.Users.Item;
using Microsoft.Graph.Users.Item.MailFolders.Item;
using Microsoft.Kiota.Abstractions;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client in front of the support mailbox, with what its tests share.</summary>
internal sealed class GraphDesk : IDisposable
{
    internal const string Address = "support@contoso.example";
    internal const string Key = "String {6b2c1b6e-6a62-4f0c-9d39-4a2a8f0a1c11} Name OutboxId";

    internal GraphDesk(params string[] more)
    {
        Stranger = new Stranger();
        Stranger.App.ApplicationPermissions.AddRange(more);
        Stranger.Simulator.Apps.GrantAdminConsent(Stranger.App);
        Graph = Stranger.Graph();
    }

    internal Stranger Stranger { get; }

    internal Simulator Simulator => Stranger.Simulator;

    internal GraphServiceClient Graph { get; }

    internal UserItemRequestBuilder User => Graph.Users[Address];

    internal MailFolderItemRequestBuilder Inbox => User.MailFolders["inbox"];

    internal Mailbox Mailbox => Simulator.Mailboxes[Address];

    public void Dispose()
    {
        Graph.Dispose();
        Stranger.Dispose();
    }

    /// <summary>A customer's mail arrives; the id is the changing one.</summary>
    internal string Receive(string subject, string from = "ann@customer.example", string text = "Hello.")
    {
        Simulator.Customers.Send(Office.Mail(subject, from, text: text), Address);
        return LastId();
    }

    internal string ReceiveRaw(string raw)
    {
        Simulator.Customers.Send(Encoding.UTF8.GetBytes(raw.ReplaceLineEndings("\r\n")), Address);
        return LastId();
    }

    internal string LastId(bool immutable = false) => Simulator.Mailboxes.IdOf(Mailbox, Mailbox.In("inbox")[^1], immutable);

    internal void Fill(int count, string subject = "Mail")
    {
        for (var i = 0; i < count; i++)
        {
            Simulator.Customers.Send(Office.Mail($"{subject} {i}"), Address);
        }
    }

    /// <summary>What somebody outside has, once everything under way has arrived.</summary>
    internal byte[] Outside(string address = "ann@customer.example")
    {
        Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        return Assert.Single(Simulator.Customers.Inbox(address)).Raw;
    }

    internal static async Task<ODataError> RefusedAsync(int status, string code, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<ODataError>(act);
        Assert.Equal((status, code), (refused.ResponseStatusCode, refused.Error?.Code));
        return refused;
    }

    /// <summary>A request the client has no method for, made from one it has.</summary>
    internal Task<Stream?> RawAsync(RequestInformation request) => Graph.RequestAdapter.SendPrimitiveAsync<Stream>(
        request, new() { ["XXX"] = ODataError.CreateFromDiscriminatorValue }, Stranger.Ct);

    /// <summary>GET of an address written out, with headers of its own.</summary>
    internal async Task<string> GetAsync(string pathAndQuery, params (string Name, string Value)[] headers)
    {
        var request = new RequestInformation { HttpMethod = Method.GET, URI = new Uri($"https://graph.microsoft.com/v1.0/users/{Address}{pathAndQuery}") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await RawAsync(request);
        using var reader = new StreamReader(answer!);
        return await reader.ReadToEndAsync(Stranger.Ct);
    }

    /// <summary>MIME goes as base64 in text/plain, which the client has no method for.</summary>
    internal static RequestInformation AsMime(RequestInformation request, byte[] raw)
    {
        request.Headers.Remove("Content-Type");
        request.SetStreamContent(new MemoryStream(Encoding.ASCII.GetBytes(Convert.ToBase64String(raw))), "text/plain");
        return request;
    }
}
