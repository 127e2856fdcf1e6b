using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Reliability.Processes;
using Tern.Reliability.Running;

namespace Tern.Reliability.Soak;

/// <summary>
/// Desk and tenant as processes for as long as is said: customers write, agents answer, everything that ends by itself goes wrong, the desk is killed. Then nothing goes
/// wrong any more, everything gets home, and what lies at Microsoft and at the customers is counted against what the desk has.
/// </summary>
internal sealed class SoakRun(string folder, SoakOptions options, TextWriter progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);
    private readonly Random _random = new(options.Seed);
    private readonly List<DateTimeOffset> _kills = [];

    internal async Task<SoakReport> RunAsync(CancellationToken cancellationToken)
    {
        var store = await DeskStore.CreateAsync(options.PostgreSql, cancellationToken);
        await using var tenant = await SimulatedTenant.StartAsync(folder, options.Seed, cancellationToken);
        await tenant.SetAsync(options.Tenant(), cancellationToken);
        await using var desk = await Desk.CreateAsync(folder, store, tenant, options.Engine(), options.Push, cancellationToken);
        var addresses = new List<string>();
        for (var i = 1; i <= options.Mailboxes; i++)
        {
            addresses.Add(await tenant.AddMailboxAsync($"box{i}", cancellationToken));
        }

        var mailboxes = addresses.Zip(await desk.AddMailboxesAsync(tenant, addresses, change: null, cancellationToken)).ToDictionary(p => p.First, p => p.Second);
        await desk.StartAsync(cancellationToken);
        var work = new SoakCount(tenant, desk, mailboxes);
        await Wait.UntilAsync(Patience, () => AllReadAsync(desk, mailboxes.Count, cancellationToken), () => Task.FromResult($"The mailboxes were not read; see {desk.Log}."), cancellationToken);

        await SoakFaults.BreakAsync(tenant, options, cancellationToken);
        var (began, customers, agents, memory) = (TimeProvider.System.GetUtcNow(), new SoakCustomers(tenant, addresses, options, _random), new SoakAgents(desk, options), new MemoryWatch(desk));
        var requestsBefore = await RequestsAsync(tenant, cancellationToken);
        await Task.WhenAll(
            customers.RunAsync(began + options.Duration, cancellationToken),
            agents.RunAsync(began + options.Duration, cancellationToken),
            memory.RunAsync(began + options.Duration, cancellationToken),
            KillAsync(desk, began, cancellationToken),
            TellAsync(work, customers, began, cancellationToken));

        var requests = await RequestsAsync(tenant, cancellationToken) - requestsBefore;
        var fired = await SoakFaults.FiredAsync(tenant, cancellationToken);
        await tenant.MendAsync(cancellationToken);
        var setAside = await GetHomeAsync(work, desk, cancellationToken);
        var answers = await work.AnswersAsync(cancellationToken);
        var committed = await work.CommittedAsync(cancellationToken);
        return new SoakReport
        {
            Options = options,
            Store = store.Kind,
            Took = TimeProvider.System.GetUtcNow() - began,
            Written = customers.Written,
            Committed = committed,
            Kills = [.. _kills],
            Recovery = Recovery,
            Missing = await work.MissingAsync(cancellationToken),
            DoubledIn = await work.DoubledAsync(cancellationToken),
            SetAside = setAside,
            Answered = agents.Answered.Count,
            Answers = answers,
            Copies = await CopiesAsync(tenant, work, answers, cancellationToken),
            Outbox = await work.OutboxAsync(cancellationToken),
            Uncertain = _uncertain,
            Memory = memory.Figures(),
            Requests = requests,
            Fired = fired,
            Log = desk.Log,
        };
    }

    private int _uncertain;

    private static async Task<bool> AllReadAsync(Desk desk, int count, CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(db.MailboxHealth, h => h.LastSuccessAt != null, cancellationToken) == count;
    }

    private static async Task<long> RequestsAsync(SimulatedTenant tenant, CancellationToken cancellationToken) => (long)(await tenant.GetAsync("_sim/requests?last=0", cancellationToken))!["total"]!;

    /// <summary>SIGKILL at moments that the seed draws, in the first half, and up again at once.</summary>
    private async Task KillAsync(Desk desk, DateTimeOffset began, CancellationToken cancellationToken)
    {
        foreach (var share in Enumerable.Range(0, options.Kills).Select(_ => 0.1 + (0.4 * _random.NextDouble())).Order().ToList())
        {
            if (began + (options.Duration * share) - TimeProvider.System.GetUtcNow() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System, cancellationToken);
            }

            _kills.Add(TimeProvider.System.GetUtcNow());
            await desk.KillAsync();
            await desk.StartAsync(cancellationToken);
        }
    }

    private async Task TellAsync(SoakCount work, SoakCustomers customers, DateTimeOffset began, CancellationToken cancellationToken)
    {
        var gap = options.Duration / 10;
        for (var i = 1; i < 10; i++)
        {
            await Task.Delay(gap, TimeProvider.System, cancellationToken);
            var states = await work.OutboxAsync(cancellationToken);
            await progress.WriteLineAsync($"{TimeProvider.System.GetUtcNow() - began:hh\\:mm\\:ss}: {customers.Written.Count} mails written, answers: {string.Join(", ", states.Select(s => $"{s.Value} {s.Key}"))}");
        }
    }

    /// <summary>Nothing goes wrong any more: everything that waits has its next try, and people do what is theirs to do.</summary>
    /// <returns>How many mails were set aside until an administrator had them fetched again.</returns>
    private async Task<int> GetHomeAsync(SoakCount work, Desk desk, CancellationToken cancellationToken)
    {
        var patience = options.IsShort ? TimeSpan.FromMinutes(3) : TimeSpan.FromMinutes(20);
        using var agent = await Agent.SignInAsync(desk.Address, cancellationToken);
        var (setAside, isAsked) = (0, false);
        await Wait.TryUntilAsync(
            patience,
            async () =>
            {
                foreach (var (mailbox, providerId) in await work.SetAsideAsync(cancellationToken))
                {
                    setAside++;
                    await agent.FetchAgainAsync(mailbox.Value, providerId, cancellationToken);
                }

                if (options.IsShort && !isAsked)
                {
                    // What was in trouble several times is asked again after minutes, which are longer than a short run.
                    isAsked = true;
                    foreach (var mailbox in await work.TroubledAsync(cancellationToken))
                    {
                        await agent.CheckAsync(mailbox.Value, cancellationToken);
                    }
                }

                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
                return await work.OnTheWayAsync(cancellationToken) == 0 && (await work.MissingAsync(cancellationToken)).Count == 0;
            },
            cancellationToken); // what has not come home by then is in the report

        foreach (var item in (await work.AnswersAsync(cancellationToken)).Where(i => i.State == OutboxState.Uncertain))
        {
            _uncertain++;
            await agent.ResolveAsync(item.TicketNumber, item.MessageId.Value, nameof(DeliveryChoice.Look), cancellationToken);
        }

        await Wait.TryUntilAsync(patience, async () => await work.OnTheWayAsync(cancellationToken) == 0, cancellationToken);
        return setAside;
    }

    private static async Task<IReadOnlyDictionary<long, int>> CopiesAsync(SimulatedTenant tenant, SoakCount work, IReadOnlyList<OutboxItem> answers, CancellationToken cancellationToken)
    {
        var customers = await work.CustomersAsync(cancellationToken);
        var copies = new Dictionary<long, int>();
        foreach (var ticket in answers.Select(a => a.TicketNumber).Distinct())
        {
            copies[ticket] = await tenant.CountReceivedAsync(customers[ticket], cancellationToken);
        }

        return copies;
    }
}
