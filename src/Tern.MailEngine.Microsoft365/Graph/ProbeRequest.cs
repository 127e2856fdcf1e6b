using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>One request of a probe: asked once, answered or explained, never repeated and never thrown.</summary>
internal sealed class ProbeRequest(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public async Task<(byte[]? Body, MailboxException? Failure)> SendAsync(HttpMethod method, Uri target, string accessToken, Func<HttpContent>? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, target) { Content = content?.Invoke() };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Add("Prefer", "IdType=\"ImmutableId\"");
        using var limit = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, linked.Token);
            var body = await response.Content.ReadAsByteArrayAsync(linked.Token);
            return response.IsSuccessStatusCode ? (body, null) : (null, GraphErrors.Read(response, body, time));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, TransportErrors.TimedOut(Timeout));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (null, TransportErrors.Translate(exception));
        }
    }

    public async Task<(T? Answer, MailboxException? Failure)> ReadAsync<T>(Uri target, string accessToken, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var (body, failure) = await SendAsync(HttpMethod.Get, target, accessToken, content: null, cancellationToken);
        return failure is null ? Parse(body!, type) : (null, failure);
    }

    public static (T? Answer, MailboxException? Failure) Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } answer ? (answer, null) : (null, Unreadable());
        }
        catch (JsonException)
        {
            return (null, Unreadable());
        }
    }

    public static MailboxUnavailableException Unreadable() => new(new Fault(
        FaultCodes.AnswerUnreadable, FaultClass.Transient, "The answer is not what Microsoft promises; often a proxy or a sign-in page of the network stands in between."));
}
