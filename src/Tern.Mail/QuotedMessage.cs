namespace Tern.Mail;

/// <summary>
/// The message that is answered, to be quoted below the answer: only what its author wrote in it, not what it quotes itself, and at most
/// <see cref="ContentComposer.MaxQuote"/> characters.
/// </summary>
/// <param name="Introduction">
/// One line in the language of the reader: "On 2 March 2026 at 08:00, Ann &lt;ann@example.com&gt; wrote:". Programs that see the text alone tell it from other
/// sentences by its date or address, its verb and its colon.
/// </param>
/// <param name="Body">The message as it came. Where it has HTML, the text is made from that, so that both forms say the same.</param>
public sealed record QuotedMessage(string Introduction, MessageBody Body);
