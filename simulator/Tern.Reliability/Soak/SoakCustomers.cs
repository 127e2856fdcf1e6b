using System.Globalization;
using Tern.Reliability.Running;

namespace Tern.Reliability.Soak;

/// <summary>A customer's mail.</summary>
/// <param name="Number">Counts up.</param>
/// <param name="Mailbox">Where it went.</param>
/// <param name="At">When it lay there.</param>
/// <param name="IsBurst">Whether it was one of many at once.</param>
internal sealed record WrittenMail(int Number, string Mailbox, DateTimeOffset At, bool IsBurst)
{
    internal string MessageId => $"{Number.ToString(CultureInfo.InvariantCulture)}@soak.example";

    internal string Customer => $"c{Number.ToString(CultureInfo.InvariantCulture)}@soak.example";
}

/// <summary>Customers write, each once: steadily to all mailboxes, and twice a hundred at once to one.</summary>
internal sealed class SoakCustomers(SimulatedTenant tenant, IReadOnlyList<string> mailboxes, SoakOptions options, Random random)
{
    private const int Burst = 100;
    private readonly List<WrittenMail> _written = [];

    internal IReadOnlyList<WrittenMail> Written => _written;

    internal async Task RunAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (began, time) = (TimeProvider.System.GetUtcNow(), TimeProvider.System);
        var bursts = new Queue<DateTimeOffset>([began + (options.Duration / 3), began + (options.Duration * 2 / 3)]);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / options.Rate), time);
        while (time.GetUtcNow() < until && await timer.WaitForNextTickAsync(cancellationToken))
        {
            await WriteAsync(mailboxes[random.Next(mailboxes.Count)], isBurst: false, cancellationToken);
            if (bursts.TryPeek(out var next) && next <= time.GetUtcNow())
            {
                bursts.Dequeue();
                var mailbox = mailboxes[random.Next(mailboxes.Count)];
                for (var i = 0; i < Burst; i++)
                {
                    await WriteAsync(mailbox, isBurst: true, cancellationToken);
                }
            }
        }
    }

    private async Task WriteAsync(string mailbox, bool isBurst, CancellationToken cancellationToken)
    {
        var mail = new WrittenMail(_written.Count + 1, mailbox, TimeProvider.System.GetUtcNow(), isBurst);

        // The Message-ID stands first: mail that is cut in the middle is still known.
        await tenant.SendAsync(
            $"Message-ID: <{mail.MessageId}>\r\nFrom: Customer {mail.Number} <{mail.Customer}>\r\nTo: {mailbox}\r\nSubject: Question {mail.Number}\r\nDate: {mail.At:R}\r\n\r\n{Words(mail.Number)}\r\n",
            mailbox,
            cancellationToken);
        _written.Add(mail with { At = TimeProvider.System.GetUtcNow() });
    }

    private string Words(int number) => string.Join("\r\n", Enumerable.Range(1, 5 + random.Next(40)).Select(line => $"Line {line} of question {number}, which is about the printer on the second floor."));
}
