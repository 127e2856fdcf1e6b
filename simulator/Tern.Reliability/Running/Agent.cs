using System.Net;
using System.Text.RegularExpressions;

namespace Tern.Reliability.Running;

/// <summary>An agent before a browser without scripts: signs in, answers, decides about mails of which nobody can say whether they left.</summary>
internal sealed partial class Agent : IDisposable
{
    private readonly HttpClient _http;
    private string _token = "";

    private Agent(HttpClient http) => _http = http;

    internal static async Task<Agent> SignInAsync(Uri desk, CancellationToken cancellationToken)
    {
        var agent = new Agent(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = desk });
        await agent.TakeTokenAsync("/sign-in", cancellationToken);
        using var form = new MultipartFormDataContent { { new StringContent(Desk.Email), "Email" }, { new StringContent(Desk.Password), "Password" } };
        var status = await agent.PostAsync("/sign-in", form, cancellationToken);
        if (status != HttpStatusCode.Found)
        {
            throw new InvalidOperationException($"The desk did not let the agent in: {status}.");
        }

        await agent.TakeTokenAsync("/", cancellationToken); // of a form as this agent
        return agent;
    }

    /// <summary>Answers a ticket.</summary>
    /// <returns>What the desk said: SeeOther when it was taken.</returns>
    internal async Task<HttpStatusCode> ReplyAsync(long ticket, string text, int seen, byte[]? file, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StringContent(text), "Text" }, { new StringContent(seen.ToString(System.Globalization.CultureInfo.InvariantCulture)), "Seen" } };
        if (file is not null)
        {
            form.Add(new ByteArrayContent(file), "Files", "plan.txt");
        }

        return await PostAsync($"/tickets/{ticket}/reply", form, cancellationToken);
    }

    /// <summary>Presses one of the buttons at a mail of which it cannot be proved whether it left.</summary>
    internal async Task ResolveAsync(long ticket, Guid message, string choice, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StringContent(choice), "Choice" } };
        var status = await PostAsync($"/tickets/{ticket}/messages/{message}/delivery", form, cancellationToken);
        if (status is not (HttpStatusCode.SeeOther or HttpStatusCode.OK))
        {
            throw new InvalidOperationException($"The desk did not take {choice}: {status}.");
        }
    }

    /// <summary>An administrator has a mail that was set aside fetched again.</summary>
    internal async Task FetchAgainAsync(Guid mailbox, string providerId, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StringContent(providerId), "Mail" } };
        await PostAsync($"/mailboxes/{mailbox}/aside/retry", form, cancellationToken);
    }

    /// <summary>An administrator has a mailbox checked now.</summary>
    internal async Task CheckAsync(Guid mailbox, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        await PostAsync($"/mailboxes/{mailbox}/check", form, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpStatusCode> PostAsync(string address, MultipartFormDataContent form, CancellationToken cancellationToken)
    {
        form.Add(new StringContent(_token), "csrf");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await _http.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }

    private async Task TakeTokenAsync(string page, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await _http.SendAsync(request, cancellationToken);
        var html = await response.Content.ReadAsStringAsync(cancellationToken);
        _token = Token().Match(html) is { Success: true } match ? match.Groups["token"].Value : throw new InvalidOperationException($"{page} has no form: {response.StatusCode}.");
    }

    [GeneratedRegex("name=\"csrf\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
