namespace Tern.Features.Tickets.Forward;

/// <summary>What the page shows of the message that is passed on.</summary>
public sealed record ForwardModel(
    long Number, string Subject, Guid Message, string Author, DateTimeOffset At, string Text, IReadOnlyList<FileEntry> Files, IReadOnlyList<string> Senders, long FileBytes);
