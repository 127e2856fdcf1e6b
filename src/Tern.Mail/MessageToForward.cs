namespace Tern.Mail;

/// <summary>A message that is passed on in the text of another, with all it quotes, up to <see cref="ContentComposer.MaxForward"/> characters.</summary>
public sealed record MessageToForward
{
    /// <summary>The names of the header lines in the language of the reader.</summary>
    public required ForwardLabels Labels { get; init; }

    public required MailAddress From { get; init; }

    /// <summary>When it was sent, in words of the reader's language and time zone; its line is left out where empty.</summary>
    public string Date { get; init; } = "";

    /// <summary>The subject as it came; its line is left out where empty.</summary>
    public string Subject { get; init; } = "";

    public IReadOnlyList<MailAddress> To { get; init; } = [];

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>The message as it came. Where it has HTML, the text is made from that, so that both forms say the same.</summary>
    public required MessageBody Body { get; init; }
}
