using System.Text.RegularExpressions;
using Tern.Benchmarks.Running;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Pages;

/// <summary>Asks a full desk for its list and its conversations, as one browser and as eight.</summary>
internal sealed partial class PageRun(BenchPlan plan, WorkFolder work)
{
    // A prime, so that every request shows another ticket and none is shown twice.
    private const int Stride = 37;
    private static readonly int[] Clients = [1, 8];

    internal async Task<IReadOnlyList<PageResult>> RunAsync(Database database, string name, string? connectionString, PostgresCluster? cluster, CancellationToken cancellationToken)
    {
        await using var desk = await Desk.CreateAsync(work, name, connectionString, new Uri("http://127.0.0.1:9/"), cancellationToken);
        await new TicketSeed(plan, work).FillAsync(desk.Data, cancellationToken);
        if (connectionString is not null)
        {
            // What the server does by itself in the first minute after such a load; the table shows a desk that has been running.
            await PostgresCluster.AnalyzeAsync(connectionString, cancellationToken);
        }

        await desk.ServeAsync(cancellationToken);
        using var browser = await SignInAsync(desk.Address, cancellationToken);
        var results = new List<PageResult>();
        foreach (var (page, path, target) in (IEnumerable<(string, Func<int, string>, string?)>)
            [("list", _ => "/", null), ("conversation beside the list", Ticket, null), ("conversation alone", Ticket, "conversation")])
        {
            // Until the compiler has seen what is hot; the table shows a desk that has been running.
            await AskAsync(browser, 8, plan.Requests, path, target, cancellationToken);
            foreach (var clients in Clients)
            {
                var (cpu, server, started) = (desk.Cpu, cluster?.Cpu ?? default, TimeProvider.System.GetTimestamp());
                var (times, bytes) = await AskAsync(browser, clients, plan.Requests, path, target, cancellationToken);
                var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
                results.Add(new PageResult(
                    database,
                    page,
                    clients,
                    At(times, 0.50),
                    At(times, 0.95),
                    (desk.Cpu - cpu).TotalMilliseconds / times.Length,
                    ((cluster?.Cpu ?? default) - server).TotalMilliseconds / times.Length,
                    times.Length / seconds,
                    bytes));
            }
        }

        return results;
    }

    private string Ticket(int request) => $"/tickets/{1 + ((request * Stride) % plan.Tickets)}";

    private static async Task<(double[] Times, int Bytes)> AskAsync(
        HttpClient browser, int clients, int requests, Func<int, string> path, string? target, CancellationToken cancellationToken)
    {
        var times = new double[requests];
        var bytes = 0;
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken }, async (i, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path(i));
            request.Headers.Accept.ParseAdd("text/html");
            if (target is not null)
            {
                request.Headers.Add("HX-Target", target);
            }

            var started = TimeProvider.System.GetTimestamp();
            using var response = await browser.SendAsync(request, stop);
            var body = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(stop);
            times[i] = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
            bytes = body.Length;
        });
        return (times, bytes);
    }

    private static double At(double[] times, double share) => times.Order().ElementAt((int)(share * (times.Length - 1)));

    private static async Task<HttpClient> SignInAsync(Uri address, CancellationToken cancellationToken)
    {
        // The client costs nothing that the desk could be charged with: one handler, its own cookies, no redirects.
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address };
        var form = await browser.GetStringAsync("/sign-in", cancellationToken);
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["csrf"] = Token().Match(form).Groups["token"].Value,
            ["Email"] = Desk.Email,
            ["Password"] = Desk.Password,
        });
        using var response = await browser.PostAsync("/sign-in", content, cancellationToken);
        return response.StatusCode == System.Net.HttpStatusCode.Found
            ? browser
            : throw new InvalidOperationException($"The desk did not let us in: {response.StatusCode}.");
    }

    [GeneratedRegex("name=\"csrf\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
