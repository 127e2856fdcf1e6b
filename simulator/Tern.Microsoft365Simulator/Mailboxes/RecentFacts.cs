namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// Whose facts are in memory: those of the messages that were looked at last, in the whole process. A million messages with all that was ever read of them
/// would take twice the memory; an answer is the same with and without.
/// </summary>
internal static class RecentFacts
{
    private const int Kept = 65_536;
    private static readonly Lock Gate = new();
    private static readonly WeakReference<StoredMessage>?[] Ring = new WeakReference<StoredMessage>?[Kept];
    private static int _next;

    internal static void Note(StoredMessage message)
    {
        lock (Gate)
        {
            if (Ring[_next] is { } slot)
            {
                if (slot.TryGetTarget(out var oldest))
                {
                    oldest.ForgetFacts();
                }

                slot.SetTarget(message);
            }
            else
            {
                Ring[_next] = new WeakReference<StoredMessage>(message);
            }

            _next = (_next + 1) % Kept;
        }
    }
}
