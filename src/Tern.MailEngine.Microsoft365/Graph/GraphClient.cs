using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>
/// Sends requests to Graph for one connection: token, preferences, time-outs, translation of failures. Only reads are retried, briefly; a write whose
/// outcome is unknown is the caller's to judge, because the SDK's habit of repeating POSTs is what sends mail twice.
/// </summary>
internal sealed class GraphClient(
    HttpClient http, TokenKeeper tokens, ProviderClock clock, ConnectionSettings connection, MailboxTraffic traffic, SessionUse use, TimeProvider time, Random random)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Until the headers; the body has a limit of its own (<see cref="MimeStream"/>). A connection that died without a word must not hold a mailbox for long.</summary>
    private static readonly TimeSpan DownloadTimeout = TimeSpan.FromSeconds(75);

    /// <summary>The slowest line over which what is written still arrives, in bytes a second: an eighth of a megabit.</summary>
    private const int SlowestLine = 16 * 1024;

    /// <summary>The slice goes first, over whatever line there is.</summary>
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Made when something is read: most looks into an empty outbox open a mailbox and read nothing.</summary>
    private ResiliencePipeline Reads => field ??= new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(1),
            Randomizer = () => Draw(random),
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is MailboxUnavailableException { Fault.RetryAfter: null, IsTooSlow: false }),
        })
        .Build();

    public TimeProvider Time => time;

    public Uri Address(string relative) => new(connection.Api, relative);

    /// <summary>True when an absolute address that the server gave us may be given our token.</summary>
    public bool IsOurs(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == connection.Api.Scheme && uri.Authority == connection.Api.Authority;

    public async Task<T> GetAsync<T>(Uri address, JsonTypeInfo<T> type, CancellationToken cancellationToken, int? pageSize = null) =>
        await Reads.ExecuteAsync(
            async stop =>
            {
                using var response = await SendAsync(() => Request(HttpMethod.Get, address, pageSize), HttpCompletionOption.ResponseContentRead, AnswerTimeout, stop);
                return await ReadAsync(response, type, stop);
            },
            cancellationToken);

    /// <summary>An answer whose body is still to come; it counts among those on their way until it is disposed.</summary>
    public async Task<GraphDownload> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        var place = await traffic.EnterAsync(use, cancellationToken);
        try
        {
            var response = await Reads.ExecuteAsync(
                async stop => await AskAsync(() => Request(HttpMethod.Get, address, pageSize: null), HttpCompletionOption.ResponseHeadersRead, DownloadTimeout, stop),
                cancellationToken);
            return new GraphDownload(response, place);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <param name="method">POST or PATCH.</param>
    /// <param name="address">Where.</param>
    /// <param name="content">What; made anew for each attempt.</param>
    /// <param name="type">What comes back.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="bytes">About how much is written, where that may take longer than an answer does.</param>
    public async Task<T> WriteAsync<T>(HttpMethod method, Uri address, Func<HttpContent?> content, JsonTypeInfo<T> type, CancellationToken cancellationToken, long bytes = 0)
    {
        using var response = await SendAsync(() => Request(method, address, pageSize: null, content()), HttpCompletionOption.ResponseContentRead, TimeoutOf(bytes), cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <param name="method">POST or PATCH.</param>
    /// <param name="address">Where.</param>
    /// <param name="content">What; made anew for each attempt.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="bytes">About how much is written, where that may take longer than an answer does.</param>
    public async Task WriteAsync(HttpMethod method, Uri address, Func<HttpContent?> content, CancellationToken cancellationToken, long bytes = 0)
    {
        using var response = await SendAsync(() => Request(method, address, pageSize: null, content()), HttpCompletionOption.ResponseContentRead, TimeoutOf(bytes), cancellationToken);
    }

    private static TimeSpan TimeoutOf(long bytes) => AnswerTimeout + TimeSpan.FromSeconds(bytes / SlowestLine);

    /// <summary>One slice to an upload address; it carries its own key, and must not see our token (Microsoft Graph: "Attach large files to Outlook messages").</summary>
    public async Task<HttpStatusCode> UploadAsync(Uri address, HttpContent slice, CancellationToken cancellationToken)
    {
        using var place = await traffic.EnterAsync(use, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = slice };
        using var response = await TransportAsync(request, HttpCompletionOption.ResponseContentRead, UploadTimeout, cancellationToken);
        return response.IsSuccessStatusCode ? response.StatusCode : throw await FailureAsync(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> create,
        HttpCompletionOption completion,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        using var place = await traffic.EnterAsync(use, cancellationToken);
        return await AskAsync(create, completion, timeout, cancellationToken);
    }

    private async Task<HttpResponseMessage> AskAsync(
        Func<HttpRequestMessage> create,
        HttpCompletionOption completion,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(connection, cancellationToken);
        var response = await TryAsync(token);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // The token should still live, but is not accepted: ask once for another, with the claims it lacks, and once again (Entra: "Continuous access evaluation").
            var claims = ClaimsChallenge.Read(response);
            response.Dispose();
            token = await tokens.ReplaceAsync(connection, token, claims, cancellationToken);
            response = await TryAsync(token);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await FailureAsync(response, cancellationToken);
        }

        async Task<HttpResponseMessage> TryAsync(AccessToken bearer)
        {
            using var request = create();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Value);
            return await TransportAsync(request, completion, timeout, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> TransportAsync(HttpRequestMessage request, HttpCompletionOption completion, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await http.SendAsync(request, completion, linked.Token);
            clock.Observe(response);
            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransportErrors.TimedOut(timeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw TransportErrors.Translate(exception);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, int? pageSize, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Add("Prefer", pageSize is { } size ? $"IdType=\"ImmutableId\", odata.maxpagesize={size}" : "IdType=\"ImmutableId\"");
        request.Headers.Add("client-request-id", Guid.CreateVersion7(time.GetUtcNow()).ToString());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        return request;
    }

    private async Task<MailboxException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            traffic.Narrow();
        }

        try
        {
            return GraphErrors.Read(response, await response.Content.ReadAsByteArrayAsync(linked.Token), time);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return GraphErrors.Read(response, [], time);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(body, type) ?? throw Unreadable("null");
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or IOException)
        {
            throw Unreadable(response.Content.Headers.ContentType?.MediaType ?? "no content");
        }
    }

    /// <summary>200 with an empty body or a gateway's page.</summary>
    private static MailboxUnavailableException Unreadable(string what) =>
        new(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, $"Graph answered 200, but not with what it promises ({what})."));

    private static double Draw(Random random)
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}

/// <summary>An answer whose body is still to come.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Place">Its place among the requests on their way.</param>
internal sealed record GraphDownload(HttpResponseMessage Response, MailboxTraffic.Place Place) : IDisposable
{
    public void Dispose()
    {
        Response.Dispose();
        Place.Dispose();
    }
}
