using System.Collections.Concurrent;

namespace Tern.MailEngine.Outbox;

/// <summary>
/// Exchange sends thirty messages a minute for a mailbox and queues or refuses the rest (Exchange Online: "Sending limits"). What would be too much waits here,
/// where it can be seen, and not there.
/// </summary>
internal sealed class SendingPace(TimeProvider time)
{
    private const int MostInAMinute = 30;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<MailboxId, Queue<DateTimeOffset>> _sent = [];

    /// <summary>How long the next message of a mailbox has to wait; zero while it may leave.</summary>
    public TimeSpan WaitOf(MailboxId mailbox)
    {
        var sent = _sent.GetOrAdd(mailbox, _ => new Queue<DateTimeOffset>());
        var now = time.GetUtcNow();
        lock (sent)
        {
            while (sent.TryPeek(out var first) && (first + Minute <= now || first > now)) // a moment ahead was noted by a clock that was
            {
                sent.Dequeue();
            }

            return sent.Count < MostInAMinute ? TimeSpan.Zero : sent.Peek() + Minute - now;
        }
    }

    /// <summary>A message of the mailbox is handed over.</summary>
    public void Note(MailboxId mailbox)
    {
        var sent = _sent.GetOrAdd(mailbox, _ => new Queue<DateTimeOffset>());
        lock (sent)
        {
            sent.Enqueue(time.GetUtcNow());
        }
    }
}
