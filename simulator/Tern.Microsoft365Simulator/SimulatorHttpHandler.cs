using System.Net;

namespace Tern.Microsoft365Simulator;

/// <summary>
/// Answers HttpClient's requests in process, whatever host they name. Without a delay and without a cut it completes
/// before it returns, so that single-threaded runs stay single-threaded.
/// </summary>
public sealed class SimulatorHttpHandler(Simulator simulator, TimeProvider time) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? Task.FromResult(Array.Empty<byte>()) : request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!body.IsCompletedSuccessfully)
        {
            return SendSlowlyAsync(request, body, cancellationToken);
        }

        var answer = Ask(request, body.GetAwaiter().GetResult());
        return answer.Delay > TimeSpan.Zero
            ? DelayAsync(request, answer, cancellationToken)
            : Finish(request, answer);
    }

    private async Task<HttpResponseMessage> SendSlowlyAsync(HttpRequestMessage request, Task<byte[]> body, CancellationToken cancellationToken)
    {
        var answer = Ask(request, await body);
        return answer.Delay > TimeSpan.Zero ? await DelayAsync(request, answer, cancellationToken) : await Finish(request, answer);
    }

    private async Task<HttpResponseMessage> DelayAsync(HttpRequestMessage request, SimulatedResponse answer, CancellationToken cancellationToken)
    {
        // Not Task.Delay: when it is cancelled it goes on in the thread pool, and a single-threaded run would have two threads.
        var over = new TaskCompletionSource();
        using (time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, answer.Delay, Timeout.InfiniteTimeSpan))
        using (cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), over))
        {
            await over.Task;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await Finish(request, answer);
    }

    private SimulatedResponse Ask(HttpRequestMessage request, byte[] body)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Content is null ? request.Headers : request.Headers.Concat(request.Content.Headers))
        {
            headers[header.Key] = string.Join(", ", header.Value);
        }

        return simulator.Handle(new SimulatedRequest(
            request.Method.Method, uri.GetLeftPart(UriPartial.Authority), uri.PathAndQuery, headers, body));
    }

    private static Task<HttpResponseMessage> Finish(HttpRequestMessage request, SimulatedResponse answer)
    {
        if (answer.ConnectionFailure is { } failure)
        {
            return Task.FromException<HttpResponseMessage>(new HttpRequestException(failure, "The simulated network is down."));
        }

        if (answer.Cut is Cut.BeforeEffect or Cut.AfterEffect)
        {
            return Task.FromException<HttpResponseMessage>(
                new HttpRequestException(HttpRequestError.ResponseEnded, "The simulated connection was cut.", new IOException("The connection was cut.")));
        }

        return Task.FromResult(Write(request, answer));
    }

    private static HttpResponseMessage Write(HttpRequestMessage request, SimulatedResponse answer)
    {
        HttpContent content = answer.Cut is Cut.MidBody or Cut.Stall
            ? new StreamContent(new BreakingStream(answer.Body, stalls: answer.Cut == Cut.Stall))
            : new ReadOnlyMemoryContent(answer.Body);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = content };
        foreach (var header in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(header.Key, header.Value)
                && !string.Equals(header.Key, "Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        content.Headers.ContentLength = answer.Body.Length;
        return response;
    }
}
