namespace Tern.SimulatedYear.Office;

/// <summary>Where a machine is connected to the line: the power can fail at any request, before Microsoft hears of it or after, and then no answer is ever read.</summary>
/// <param name="inner">The line.</param>
/// <param name="machine">The machine.</param>
/// <param name="power">Its power.</param>
/// <param name="failed">Told when the power fails.</param>
internal sealed class Plug(HttpMessageHandler inner, Machine machine, Power power, Action<HttpRequestMessage> failed) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (machine.PowerFails is { } failure && power.IsOn && failure.At(request))
        {
            machine.PowerFails = null;
            if (failure.IsHeard)
            {
                (await base.SendAsync(request, cancellationToken)).Dispose();
            }

            power.IsOn = false;
            failed(request);
        }

        if (!power.IsOn)
        {
            return await Never();
        }

        var response = await base.SendAsync(request, cancellationToken);
        return power.IsOn ? response : await Never();
    }

    private static Task<HttpResponseMessage> Never() => new TaskCompletionSource<HttpResponseMessage>().Task;
}
