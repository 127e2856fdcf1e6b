using System.Net;
using System.Text.RegularExpressions;

namespace Tern.Demo;

/// <summary>Does in the desk and on Microsoft's simulated page what an administrator does in a browser: fills in forms and follows where they lead.</summary>
internal sealed partial class DemoBrowser : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = true });

    internal async Task SignInToDeskAsync(string email, string password, CancellationToken cancellationToken)
    {
        var page = await ReadAsync($"{Places.DeskUrl}/sign-in", cancellationToken);
        var answer = await PostAsync($"{Places.DeskUrl}/sign-in", cancellationToken, ("csrf", Value(page, "csrf")), ("Email", email), ("Password", password));
        Expect(answer, "/sign-in", isThere: false);
    }

    internal async Task SignInWithMicrosoftAsync(string address, CancellationToken cancellationToken)
    {
        var list = await ReadAsync($"{Places.DeskUrl}/mailboxes", cancellationToken);
        var path = MailboxLink().Matches(list).First(m => m.Groups["address"].Value == address).Groups["path"].Value;
        var page = await ReadAsync($"{Places.DeskUrl}{path}/sign-in", cancellationToken);
        var form = Form().Match(page);
        var account = Account().Matches(page).First(m => m.Value.Contains(WebUtility.HtmlEncode(address), StringComparison.OrdinalIgnoreCase) || m.Groups["rest"].Value.Contains(address, StringComparison.OrdinalIgnoreCase));
        var fields = Hidden().Matches(form.Value).Select(m => (WebUtility.HtmlDecode(m.Groups["name"].Value), WebUtility.HtmlDecode(m.Groups["value"].Value)));
        var answer = await PostAsync(
            Places.SimulatorUrl + WebUtility.HtmlDecode(form.Groups["action"].Value), cancellationToken, [.. fields, ("account", account.Groups["id"].Value), ("decision", "accept")]);
        Expect(answer, "SignedIn", isThere: true);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> ReadAsync(string address, CancellationToken cancellationToken) => await _http.GetStringAsync(new Uri(address), cancellationToken);

    private async Task<Uri> PostAsync(string address, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await _http.PostAsync(new Uri(address), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        return response.RequestMessage!.RequestUri!;
    }

    private static void Expect(Uri where, string text, bool isThere)
    {
        if (where.PathAndQuery.Contains(text, StringComparison.Ordinal) != isThere)
        {
            throw new InvalidOperationException($"The sign-in led to {where}.");
        }
    }

    private static string Value(string page, string name) =>
        Hidden().Matches(page).First(m => m.Groups["name"].Value == name).Groups["value"].Value;

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<h2><a href=\"(?<path>/mailboxes/[0-9a-f]+)\">(?<address>[^<]+)<", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MailboxLink();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]+)\">.*?</form>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("name=\"account\" value=\"(?<id>[^\"]+)\"(?<rest>.*?)</button>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Account();
}
