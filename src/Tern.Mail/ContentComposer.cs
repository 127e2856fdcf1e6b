using Tern.Mail.Composing;
using Tern.Mail.Reading;

namespace Tern.Mail;

/// <summary>
/// Makes what a mail says, as text (RFC 3676 §4.3 and §4.5) and as HTML, from what was written, a signature, and the message that is answered or passed on.
/// All HTML is made safe; no picture is sent that the recipient could not see. Never throws for what it is given but null.
/// </summary>
public static class ContentComposer
{
    /// <summary>Of a quoted message, about how many characters are kept; "[…]" stands for the rest, which the other side has anyway.</summary>
    public const int MaxQuote = 20_000;

    /// <summary>Of a forwarded message, about how many characters are kept; "[…]" stands for the rest.</summary>
    public const int MaxForward = 200_000;

    /// <summary>An answer, or a mail that nothing precedes: the words, then the signature, then the quote.</summary>
    /// <param name="words">
    /// What the author wrote. Pictures in its HTML by <c>data:</c> (RFC 2397; PNG, JPEG, GIF, WebP, BMP; 100, 10 MB each, 25 MB together) become parts of the mail.
    /// </param>
    /// <param name="signature">The mailbox's signature without the mark before it; none where null or empty.</param>
    /// <param name="quote">The message answered; no quote where null or without words and pictures.</param>
    public static OutgoingContent Compose(MessageBody words, MessageBody? signature = null, QuotedMessage? quote = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        var problems = new ProblemList();
        var pictures = new ShownPictures(problems);
        var passages = new PassageWriter(pictures, problems);
        var twins = new Twins();
        twins.AddWords(passages.Own(words));
        AddSignature(twins, passages, signature);
        if (quote is not null)
        {
            twins.AddQuote(HeaderText.Unfold(quote.Introduction), passages.LastOf(quote.Body, MaxQuote));
        }

        return Content(twins, pictures, words.Pictures, problems);
    }

    /// <summary>A mail that passes on another: the note, the signature, then the message under a block of its headers. Its files are the caller's to add.</summary>
    /// <param name="note">What the author wrote about it; may be empty. Pictures as with <see cref="Compose"/>.</param>
    /// <param name="message">The message passed on.</param>
    /// <param name="signature">The mailbox's signature without the mark before it; none where null or empty.</param>
    public static OutgoingContent Forward(MessageBody note, MessageToForward message, MessageBody? signature = null)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(message);
        var problems = new ProblemList();
        var pictures = new ShownPictures(problems);
        var passages = new PassageWriter(pictures, problems);
        var twins = new Twins();
        twins.AddWords(passages.Own(note));
        AddSignature(twins, passages, signature);
        twins.AddForward(ForwardHeader.Announcement(message), ForwardHeader.Lines(message), passages.AllOf(message.Body, MaxForward));
        return Content(twins, pictures, [.. note.Pictures, .. message.Body.Pictures], problems);
    }

    private static void AddSignature(Twins twins, PassageWriter passages, MessageBody? signature)
    {
        if (signature is not null)
        {
            twins.AddSignature(passages.Own(signature));
        }
    }

    private static OutgoingContent Content(Twins twins, ShownPictures pictures, IEnumerable<OutgoingAttachment> given, ProblemList problems) =>
        new(twins.Text, twins.Html, [.. pictures.All, .. given.Where(picture => !pictures.Has(picture)).Select(picture => picture with { ContentId = null })], problems.ToList());
}
