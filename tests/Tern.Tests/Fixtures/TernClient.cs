using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Tern.Tests.Fixtures;

/// <summary>A browser without scripts: cookies, forms with their token, and redirects that are looked at before they are followed.</summary>
public sealed partial class TernClient : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() };

    public TernClient(Uri address) => Http = new HttpClient(_handler) { BaseAddress = address };

    public HttpClient Http { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return Http.SendAsync(request, Ct);
    }

    public async Task<string> ReadAsync(string path)
    {
        var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Ct);
    }

    public async Task<byte[]> DownloadAsync(string path)
    {
        var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(Ct);
    }

    /// <summary>A page that says what is wrong counts as well.</summary>
    public async Task<string> ReadOrProblemAsync(string path)
    {
        var response = await GetAsync(path);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{path}: {response.StatusCode}");
        return await response.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>The token of a page's forms.</summary>
    public async Task<string> TokenAsync(string page) =>
        Token().Match(await ReadAsync(page)) is { Success: true } match ? match.Groups["token"].Value : throw new InvalidOperationException($"{page} has no form.");

    /// <summary>Fills in a form of <paramref name="page"/> and sends it to <paramref name="action"/>.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await PostWithTokenAsync(action, await TokenAsync(page), fields);

    /// <summary>The same as the page's script does it.</summary>
    public async Task<HttpResponseMessage> PostAsScriptAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await SendAsync(action, await TokenAsync(page), fields, asScript: true);

    /// <summary>The same with a token taken before.</summary>
    public Task<HttpResponseMessage> PostWithTokenAsync(string action, string token, params (string Name, string Value)[] fields) =>
        SendAsync(action, token, fields, asScript: false);

    /// <summary>A form with files.</summary>
    public async Task<HttpResponseMessage> PostFilesAsync(string page, string action, (string Name, string Value)[] fields, (string Name, byte[] Content)[] files, string fileField = "files")
    {
        using var form = new MultipartFormDataContent { { new StringContent(await TokenAsync(page)), "csrf" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, content) in files)
        {
            var file = new ByteArrayContent(content);
            file.Headers.ContentType = name.EndsWith(".png", StringComparison.Ordinal) ? new MediaTypeHeaderValue("image/png") : null; // a browser says so by the name as well
            form.Add(file, fileField, name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = form };
        request.Headers.Accept.ParseAdd("text/html");
        return await Http.SendAsync(request, Ct);
    }

    public async Task SignInAsync(string email, string password)
    {
        var response = await PostAsync("/sign-in", "/sign-in", ("Email", email), ("Password", password), ("TimeZone", "Europe/Berlin"));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(string action, string token, (string Name, string Value)[] fields, bool asScript)
    {
        using var form = new MultipartFormDataContent { { new StringContent(token), "csrf" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = form };
        request.Headers.Accept.ParseAdd("text/html");
        if (asScript)
        {
            request.Headers.Add("HX-Request", "true");
        }

        return await Http.SendAsync(request, Ct);
    }

    [GeneratedRegex("name=\"csrf\" value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();
}
