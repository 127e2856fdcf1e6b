using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Serving;

/// <summary>Carries requests from sockets to the rules and answers back, with the misbehaviour the rules ask for.</summary>
internal sealed class KestrelShell(Simulator simulator, PushCarrier carrier, TimeProvider time, ILogger<KestrelShell> logger)
{
    private const int LargestWrite = 256 * 1024;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    internal async Task ServeAsync(HttpContext context)
    {
        var answer = Begin(await ReadAsync(context.Request, context.RequestAborted));
        try
        {
            answer = await carrier.FinishAsync(answer, context.RequestAborted);
            await CarryAsync(context, answer);
        }
        finally
        {
            simulator.End(answer);
        }
    }

    // What no rule foresaw is a defect of the simulation; whoever tries a client against it has to see that it is not their own.
    private SimulatedResponse Begin(SimulatedRequest request)
    {
        try
        {
            return simulator.Begin(request);
        }
        catch (Exception problem)
        {
            Log.Failed(logger, $"{request.Method} {request.RawPath}", problem);
            return SimulatedResponse.Of(500, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"The simulation itself failed, which is its own defect: {problem.GetType().Name}: {problem.Message}\n"));
        }
    }

    private async Task CarryAsync(HttpContext context, SimulatedResponse answer)
    {
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, time, context.RequestAborted);
        }

        if (answer.ConnectionFailure is not null || answer.Cut is Cut.BeforeEffect or Cut.AfterEffect)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, answer);
    }

    private async Task TrickleAsync(HttpContext context, ReadOnlySequence<byte> body, int bytesPerSecond)
    {
        while (!body.IsEmpty)
        {
            var piece = body.Slice(0, Math.Min(bytesPerSecond, body.Length));
            await WriteAsync(context, piece);
            body = body.Slice(piece.End);
            if (!body.IsEmpty)
            {
                await Task.Delay(Second, time, context.RequestAborted);
            }
        }
    }

    // Many small pieces leave together. The last of them is flushed too: Kestrel itself does not look for what was written since a flush.
    private static async Task WriteAsync(HttpContext context, ReadOnlySequence<byte> body, Action? beforeTheEnd = null)
    {
        var (writer, waiting) = (context.Response.BodyWriter, 0);
        foreach (var piece in body)
        {
            for (var at = 0; at < piece.Length; at += LargestWrite)
            {
                var part = piece.Slice(at, Math.Min(LargestWrite, piece.Length - at));
                writer.Write(part.Span);
                if ((waiting += part.Length) >= LargestWrite)
                {
                    await writer.FlushAsync(context.RequestAborted);
                    waiting = 0;
                }
            }
        }

        beforeTheEnd?.Invoke();
        if (waiting > 0)
        {
            await writer.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task<SimulatedRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Headers)
        {
            headers[header.Key] = string.Join(", ", header.Value.ToArray());
        }

        // The raw target keeps the percent-encoding that ids and links were given out with.
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var pathAndQuery = target.StartsWith('/') ? target : request.Path + request.QueryString.ToString();
        return new SimulatedRequest(request.Method.ToUpperInvariant(), $"{request.Scheme}://{request.Host}", pathAndQuery, headers, body.ToArray());
    }

    private async Task WriteAsync(HttpContext context, SimulatedResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            context.Response.Headers[header.Key] = header.Value;
        }

        if (answer.Status is 204 or 304 || HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var content = answer.Content;
        context.Response.ContentLength = content.Length;
        // Headers first: what is written before them would be copied once more.
        await context.Response.StartAsync(context.RequestAborted);
        var isCut = answer.Cut is Cut.MidBody or Cut.Stall;
        if (isCut)
        {
            content = content.Slice(0, content.Length / 2);
        }

        // Whoever has the last byte may ask again before we come back to ServeAsync; the request is over when that byte leaves.
        await (answer.BytesPerSecond is { } speed ? TrickleAsync(context, content, speed) : WriteAsync(context, content, isCut ? null : () => simulator.End(answer)));
        if (isCut)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (answer.Cut == Cut.Stall)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
            }

            // Aborting resets the connection; what was written has to leave first.
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, context.RequestAborted);
            context.Abort();
        }
    }
}
