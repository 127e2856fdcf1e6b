using System.Net;
using System.Net.Sockets;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator;

/// <summary>
/// Answers HttpClient's requests in process, whatever host they name. Without a delay, a cut or a call to the outside it completes
/// before it returns, so that single-threaded runs stay single-threaded.
/// </summary>
/// <param name="simulator">Who answers.</param>
/// <param name="time">The clock that delays pass on.</param>
/// <param name="outside">Reaches the endpoints of notifications; without it none of them answers a handshake.</param>
public sealed class SimulatorHttpHandler(Simulator simulator, TimeProvider time, HttpClient? outside = null) : HttpMessageHandler
{
    private readonly PushCarrier? _carrier = outside is null ? null : new PushCarrier(simulator, outside, time);

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
        return IsAtOnce(answer) ? Finish(request, answer) : DelayAsync(request, answer, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendSlowlyAsync(HttpRequestMessage request, Task<byte[]> body, CancellationToken cancellationToken)
    {
        var answer = Ask(request, await body);
        return IsAtOnce(answer) ? await Finish(request, answer) : await DelayAsync(request, answer, cancellationToken);
    }

    private bool IsAtOnce(SimulatedResponse answer) => answer.Delay <= TimeSpan.Zero && (answer.Handshake is null || _carrier is null);

    private async Task<HttpResponseMessage> DelayAsync(HttpRequestMessage request, SimulatedResponse answer, CancellationToken cancellationToken)
    {
        try
        {
            if (_carrier is not null)
            {
                answer = await _carrier.FinishAsync(answer, cancellationToken);
            }

            // Not Task.Delay: when it is cancelled it goes on in the thread pool, and a single-threaded run would have two threads.
            var over = new TaskCompletionSource();
            if (answer.Delay > TimeSpan.Zero)
            {
                using (time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, answer.Delay, Timeout.InfiniteTimeSpan))
                using (cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), over))
                {
                    await over.Task;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            return await Finish(request, answer);
        }
        finally
        {
            simulator.End(answer);
        }
    }

    private SimulatedResponse Ask(HttpRequestMessage request, byte[] body)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Content is null ? request.Headers : request.Headers.Concat(request.Content.Headers))
        {
            headers[header.Key] = string.Join(", ", header.Value);
        }

        var answer = simulator.Begin(new SimulatedRequest(
            request.Method.Method, uri.GetLeftPart(UriPartial.Authority), uri.PathAndQuery, headers, body));
        if (IsAtOnce(answer))
        {
            simulator.End(answer);
        }

        return answer;
    }

    private Task<HttpResponseMessage> Finish(HttpRequestMessage request, SimulatedResponse answer)
    {
        if (answer.ConnectionFailure is { } failure)
        {
            return Task.FromException<HttpResponseMessage>(new HttpRequestException(failure, "The simulated network is down.", new SocketException((int)answer.SocketFailure)));
        }

        if (answer.Cut is Cut.BeforeEffect or Cut.AfterEffect)
        {
            return Task.FromException<HttpResponseMessage>(
                new HttpRequestException(HttpRequestError.ResponseEnded, "The simulated connection was cut.", new IOException("The connection was cut.")));
        }

        return Task.FromResult(Write(request, answer));
    }

    private HttpResponseMessage Write(HttpRequestMessage request, SimulatedResponse answer)
    {
        HttpContent content = answer switch
        {
            { Cut: Cut.MidBody or Cut.Stall } => new StreamContent(new BreakingStream(answer.Body, stalls: answer.Cut == Cut.Stall)),
            { BytesPerSecond: { } speed } => new StreamContent(new TricklingStream(answer.Body, speed, time)),
            _ => new ReadOnlyMemoryContent(answer.Body),
        };
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
