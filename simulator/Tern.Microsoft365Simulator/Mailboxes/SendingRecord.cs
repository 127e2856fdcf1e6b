namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>What a mailbox has submitted lately, oldest first.</summary>
internal sealed class SendingRecord
{
    public List<SentMessage> Messages { get; set; } = [];
}

/// <summary>One submission: when it was its turn, and to how many.</summary>
internal sealed record SentMessage(DateTimeOffset At, int Recipients, int External);
