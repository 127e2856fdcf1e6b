using System.Text;
using MimeKit;
using MimeKit.Tnef;
using Tern.Mail.Html;
using Tern.Mail.Visible;

namespace Tern.Mail.Reading;

/// <summary>Walks the parts of a mail (RFC 2046 §5) and decides what is body and what is a file.</summary>
internal sealed class ContentReader
{
    private readonly ProblemList _problems;
    private readonly AttachmentCollector _files;
    private int _parts;
    private bool _isEncrypted;
    private bool _isSigned;
    private int _wrappers;
    private int _calendars;
    private Invitation? _invitation;

    private ContentReader(AttachedMails attached, ProblemList problems, Encoding? hint)
    {
        _problems = problems;
        _files = new AttachmentCollector(attached, problems, hint);
    }

    internal static MailContent Read(MimeMessage message, AttachedMails attached, ProblemList problems, Encoding? hint)
    {
        var reader = new ContentReader(attached, problems, hint);
        var pieces = new List<BodyPiece>();
        if (message.Body is { } body)
        {
            reader.Walk(body, pieces, depth: 0);
        }

        return reader.Put(pieces) with { IsSigned = reader._isSigned, Invitation = reader._invitation };
    }

    private MailContent Put(List<BodyPiece> pieces)
    {
        var hasHtml = pieces.Exists(p => p.HasHtml);
        if (!hasHtml)
        {
            var plain = OpenPgp(Join(pieces, p => p.Text));
            var (rest, uuencoded) = UuencodedFiles.Extract(string.IsNullOrWhiteSpace(plain) ? "" : plain);
            foreach (var file in uuencoded)
            {
                _files.AddDecoded(file.Name, "application/octet-stream", file.Content);
            }

            return new MailContent(rest, VisibleReply.FromText(rest), VisibleHtml: null, Html: null, _files.ToList(html: null), _isEncrypted);
        }

        var markup = pieces.Count == 1 ? pieces[0].Html! : string.Join("\n<br>\n", pieces.Select(p => p.HasHtml ? p.Html : TextMarkup.ToHtml(p.Text ?? "")));
        var page = HtmlPage.Parse(markup, _problems);
        var text = pieces.TrueForAll(p => p.HasText || !p.HasHtml) ? Join(pieces, p => p.Text) : page.Text();
        text = string.IsNullOrWhiteSpace(text) ? "" : text;
        var reply = page.Reply();
        var visible = reply is { IsMarked: true, Text.Length: > 0 } ? reply.Text : VisibleReply.FromText(text);
        var pixels = page.TrackingPixels();
        return new MailContent(text, visible, reply.Html, page.Sanitized(), _files.ToList(markup), _isEncrypted) { TrackingPixels = pixels };
    }

    private string OpenPgp(string text)
    {
        _isEncrypted |= PgpText.IsEncrypted(text);
        if (PgpText.Open(text) is not { } opened)
        {
            return text;
        }

        _isSigned = true;
        return opened;
    }

    private void Walk(MimeEntity entity, List<BodyPiece> pieces, int depth)
    {
        if (++_parts > Limits.Parts)
        {
            _problems.AddUnread("The mail has more parts than can be read; the rest was left out.");
            return;
        }

        entity = PartRepair.Mend(entity, isWhole: depth == 0, _problems);
        switch (entity)
        {
            case Multipart multipart when depth < Limits.MimeDepth + 2:
                WalkMultipart(multipart, pieces, depth);
                break;
            case TnefPart tnef:
                if (!WalkTnef(tnef, pieces, depth))
                {
                    _files.Add(tnef);
                }

                break;
            case TextPart text when IsBody(text, isWhole: depth == 0):
                AddBody(text, pieces);
                break;
            case TextPart calendar when calendar.ContentType.IsMimeType("text", "calendar"):
                if (_invitation is null && ++_calendars <= Limits.Calendars)
                {
                    _invitation = CalendarReader.Read(PartText.Read(calendar, _problems), calendar.ContentType.Parameters["method"], _problems);
                }

                _files.Add(calendar);
                break;
            case var wrapper when SignedContent.IsWrapper(wrapper):
                WalkWrapper(wrapper, pieces, depth);
                break;
            default:
                if (ExchangeMail.IsSealed(entity))
                {
                    _isEncrypted = true;
                    _problems.Add("The message is protected by its sender; only the sealed content came (message.rpmsg).");
                }
                else if (ExchangeMail.IsPlaceholder(entity))
                {
                    _problems.Add("A file was still being scanned by Safe Attachments when the mail was read; a placeholder stands in its place.");
                }

                _files.Add(entity);
                break;
        }
    }

    private void WalkWrapper(MimeEntity wrapper, List<BodyPiece> pieces, int depth)
    {
        var type = wrapper.ContentType.Parameters["smime-type"]?.ToLowerInvariant();
        var isSigned = type is "signed-data";
        if (type is null or "signed-data" && depth < Limits.MimeDepth && ++_wrappers <= Limits.SignedWrappers && SignedContent.Open(wrapper, _problems) is { } signed)
        {
            _isSigned = true;
            Walk(signed, pieces, depth + 1);
            return;
        }

        _isSigned |= isSigned;
        _isEncrypted |= type is null or "enveloped-data" or "authenveloped-data";
        if (isSigned)
        {
            _problems.Add("The signed wrapper could not be opened (S/MIME); it is kept as a file.");
        }

        _files.Add(wrapper);
    }

    private void WalkMultipart(Multipart multipart, List<BodyPiece> pieces, int depth)
    {
        var subtype = multipart.ContentType.MediaSubtype;
        var isAlternative = subtype.Equals("alternative", StringComparison.OrdinalIgnoreCase);
        if (multipart.Count == 0 && !string.IsNullOrWhiteSpace(multipart.Preamble))
        {
            // Other desks show nothing of a mail that is one such alternative (ADR 0028), and nothing is guessed of it here; its source has it all.
            if (isAlternative && depth == 0)
            {
                _problems.Add("The parts of the mail could not be told apart; they are in its source.");
                return;
            }

            if (depth < Limits.MimeDepth && LostBoundary.Recover(multipart.Preamble, isAlternative) is { } recovered)
            {
                _problems.Add("The mail does not name the line that parts it; it was found by what it looks like.");
                WalkMultipart(recovered, pieces, depth + 1);
                return;
            }

            // What stands there is the body all the same.
            _problems.Add("The parts of the mail could not be told apart; it is shown as one text.");
            pieces.Add(new BodyPiece(Charsets.Tidy(multipart.Preamble), null));
            return;
        }

        if (isAlternative)
        {
            WalkAlternative(multipart, pieces, depth);
            return;
        }

        _isEncrypted |= subtype.Equals("encrypted", StringComparison.OrdinalIgnoreCase);
        _isSigned |= subtype.Equals("signed", StringComparison.OrdinalIgnoreCase);

        var root = subtype.Equals("related", StringComparison.OrdinalIgnoreCase) ? Root(multipart) : null;
        foreach (var child in multipart)
        {
            if (root is not null && !ReferenceEquals(child, root) && child is TextPart)
            {
                // What is related to the root is a resource of it, not more body (RFC 2387 §3).
                _parts++;
                _files.Add(child);
            }
            else
            {
                Walk(child, pieces, depth + 1);
            }
        }
    }

    private static MimeEntity? Root(Multipart related)
    {
        if (MessageIds.Normalize(related.ContentType.Parameters["start"]) is { } start)
        {
            foreach (var child in related)
            {
                if (MessageIds.Normalize(child.ContentId) == start)
                {
                    return child;
                }
            }
        }

        return related.Count > 0 ? related[0] : null;
    }

    /// <summary>Of the alternatives, the last of each form is the best (RFC 2046 §5.1.4).</summary>
    private void WalkAlternative(Multipart multipart, List<BodyPiece> pieces, int depth)
    {
        string? text = null;
        string? html = null;
        foreach (var child in multipart)
        {
            var own = new List<BodyPiece>();
            Walk(child, own, depth + 1);
            if (own.Exists(p => p.HasHtml))
            {
                html = string.Join("\n<br>\n", own.Select(p => p.HasHtml ? p.Html : TextMarkup.ToHtml(p.Text ?? "")));
                if (own.TrueForAll(p => p.HasText))
                {
                    text = Join(own, p => p.Text);
                }
            }
            else if (own.Exists(p => p.HasText) && (text is null || child is not TextPart { IsEnriched: true }))
            {
                // Where the sender's program wrote plain text, that reads better than what enriched text leaves without its marks.
                text = Join(own, p => p.Text);
            }
        }

        if (text is not null || html is not null)
        {
            pieces.Add(new BodyPiece(text, html));
        }
    }

    private bool WalkTnef(TnefPart tnef, List<BodyPiece> pieces, int depth)
    {
        try
        {
            var hadBody = pieces.Exists(p => p.HasText || p.HasHtml);
            var any = false;
            using var inner = tnef.ConvertToMessage();
            if (inner.Body is { } body)
            {
                var own = new List<BodyPiece>();
                var before = _files.Count;
                Walk(body, own, depth + 1);
                any = own.Count > 0 || _files.Count > before;
                if (!hadBody)
                {
                    pieces.AddRange(own);
                }
            }

            return any;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The TNEF reader throws many kinds on broken input; the file itself is kept.
            _problems.Add("winmail.dat could not be unpacked.");
            return false;
        }
    }

    private static bool IsBody(TextPart part, bool isWhole)
    {
        if (!part.IsPlain && !part.IsHtml && !part.IsEnriched)
        {
            return false;
        }

        if (part.ContentDisposition is { } disposition && !disposition.Disposition.Equals("inline", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // A named text among others is a file; where it is the whole mail, it is the body of a careless client (RFC 8621 §4.1.4 reads it so).
        return isWhole || string.IsNullOrWhiteSpace(part.FileName);
    }

    private void AddBody(TextPart part, List<BodyPiece> pieces)
    {
        var text = PartText.Read(part, _problems);
        if (part.IsHtml)
        {
            pieces.Add(new BodyPiece(null, text));
        }
        else
        {
            pieces.Add(new BodyPiece(SafeLinks.UndoIn(text), null));
        }
    }

    private static string Join(List<BodyPiece> pieces, Func<BodyPiece, string?> form)
    {
        if (pieces.Count == 1)
        {
            return form(pieces[0]) ?? "";
        }

        return string.Join("\n\n", pieces.Select(form).Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!.TrimEnd('\n')));
    }
}
