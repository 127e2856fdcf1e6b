using System.Net;

namespace Tern.Tests.Fixtures;

/// <summary>How the simulated Microsoft 365 reaches the desk under its public address: over the way that the test lays.</summary>
internal sealed class DeskDoor : DelegatingHandler
{
    internal DeskDoor()
        : base(new HttpClientHandler())
    {
    }

    /// <summary>Where the desk listens.</summary>
    internal Uri? Desk { get; set; }

    /// <summary>What stands in the way and answers in the desk's place.</summary>
    internal HttpStatusCode? Instead { get; set; }

    private int _underway;

    /// <summary>True while Microsoft waits for an answer: time that passes now counts against the desk.</summary>
    internal bool IsInUse => Volatile.Read(ref _underway) > 0;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _underway);
        try
        {
            return await PassAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _underway);
        }
    }

    private async Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Instead is { } status)
        {
            return new HttpResponseMessage(status) { RequestMessage = request };
        }

        request.RequestUri = Desk is { } desk ? new Uri(desk, request.RequestUri!.PathAndQuery) : throw new HttpRequestException("Nobody listens there.");
        return await base.SendAsync(request, cancellationToken);
    }
}
