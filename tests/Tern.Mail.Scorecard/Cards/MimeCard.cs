using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>The assertions that another mail library makes about its fixtures: subject, addresses, bodies, and each attachment's name, type, size and sha256.</summary>
internal sealed class MimeCard() : Card("mime", new Measure("assertions", Percent: 3, Least: 150, Most: 341), NotRaw.Measure)
{
    private static readonly FormatOptions Dos = CrLf();

    private protected override void Count(MailCorpora corpora, Score score)
    {
        var folder = corpora.Folder("mime");
        foreach (var fixture in corpora.Json("mime", "assertions.json").EnumerateObject().Where(f => File.Exists(Path.Combine(folder, f.Name))))
        {
            var raw = OnTheWire(File.ReadAllBytes(Path.Combine(folder, fixture.Name)));
            var mail = MailReader.Read(raw);
            var octets = Octets(raw);
            var assertions = fixture.Value.EnumerateArray().Select(PhpAssertion.Read).ToList();
            foreach (var verdict in OfMail(mail, assertions).Concat(OfAttachments(mail, assertions, octets)))
            {
                score.Judge("assertions", verdict is null ? null : $"{fixture.Name}: {verdict}");
            }
        }

        NotRaw.Count(corpora, "mime", score);
    }

    private static IEnumerable<string?> OfMail(IncomingMail mail, List<PhpAssertion> assertions)
    {
        foreach (var assertion in assertions)
        {
            string? seen;
            switch (assertion.Subject)
            {
                case "$message->subject" or "$message->getSubject()":
                    seen = mail.Subject;
                    break;
                case "$message->getTextBody()":
                    seen = mail.Text;
                    break;
                case "$message->getHTMLBody()":
                    yield return Verdict(assertion, SafeHtml.ToText(assertion.Expected), SafeHtml.ToText(mail.Html ?? ""));
                    continue;
                case "$message->hasHTMLBody()":
                    seen = mail.Html is null ? "" : "HTML";
                    break;
                case "$message->from->first()" when assertion.Kind == "False":
                    seen = mail.From?.Address ?? "";
                    break;
                case "$message->from" or "(string)$message->from" or "$message->from->first()->mail" or "$from->mail":
                    seen = mail.From?.Address ?? "";
                    break;
                case "$message->from->first()->personal" or "$from->personal":
                    seen = mail.From?.Name ?? "";
                    break;
                case "$message->to" or "$message->to->first()" or "$message->to->first()->mail":
                    seen = mail.To is [var first, ..] ? first.Address : "";
                    break;
                default:
                    continue;
            }

            yield return Verdict(assertion, assertion.Expected, seen);
        }
    }

    // Each block "InstanceOf Attachment::class" speaks of one attachment: the one of which most of it is true.
    private static IEnumerable<string?> OfAttachments(IncomingMail mail, List<PhpAssertion> assertions, Dictionary<string, long> octets)
    {
        if (assertions.Find(a => a is { Kind: "Count" } && a.Subject is "$attachments" or "$message->attachments()") is { } count)
        {
            yield return Verdict(count, count.Expected, mail.Attachments.Count.ToString(CultureInfo.InvariantCulture));
        }

        var left = mail.Attachments.ToList();
        for (var from = assertions.FindIndex(IsBlock); from >= 0; from = assertions.FindIndex(from + 1, IsBlock))
        {
            var block = assertions.Skip(from + 1).TakeWhile(a => !IsBlock(a)).Where(a => Of(a, null, octets) is not null).ToList();
            var best = left.MaxBy(attachment => block.Count(a => Verdict(a, a.Expected, Of(a, attachment, octets)!) is null));
            foreach (var assertion in block)
            {
                yield return Verdict(assertion, assertion.Expected, Of(assertion, best, octets)!);
            }

            if (best is not null)
            {
                left.Remove(best);
            }
        }
    }

    // As the other library gets it, from a server: lines end with CRLF (RFC 5322 §2.1), whatever the file system made of them.
    private static byte[] OnTheWire(byte[] raw)
    {
        var text = Encoding.Latin1.GetString(raw);
        return Encoding.Latin1.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    // Its sizes are IMAP's: of the body in its transfer encoding, before any decoding (RFC 9051 §7.5.2), and it takes all line ends before a boundary for
    // the boundary's. So ours, of the decoded file, are compared by way of the part that has that many bytes and that hash.
    private static Dictionary<string, long> Octets(byte[] raw)
    {
        using var message = MimeMessage.Load(new MemoryStream(raw));
        var octets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in message.BodyParts)
        {
            using var decoded = new MemoryStream();
            using var encoded = new MemoryStream();
            switch (part)
            {
                case MimePart { Content: { } content }:
                    content.DecodeTo(decoded);
                    content.WriteTo(encoded);
                    break;
                case MessagePart { Message: { } attached }:
                    attached.WriteTo(Dos, decoded);
                    attached.WriteTo(Dos, encoded);
                    break;
                default:
                    continue;
            }

            octets[$"{Convert.ToHexStringLower(SHA256.HashData(decoded.ToArray()))} {decoded.Length}"] = encoded.ToArray().AsSpan().TrimEnd("\r\n"u8).Length;
        }

        return octets;
    }

    private static FormatOptions CrLf()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        return options;
    }

    private static bool IsBlock(PhpAssertion assertion) => assertion.Kind == "InstanceOf" && assertion.Expected == "Attachment::class";

    private static string? Of(PhpAssertion assertion, MailAttachment? attachment, Dictionary<string, long> octets) => assertion.Subject switch
    {
        "$attachment->name" => attachment?.Name ?? "no file",
        "$attachment->content_type" => attachment?.ContentType ?? "no file",
        "$attachment->size" => attachment is null ? "no file" : octets.GetValueOrDefault($"{attachment.Sha256} {attachment.Size}").ToString(CultureInfo.InvariantCulture),
        "hash(\"sha256\", $attachment->content)" => attachment?.Sha256 ?? "no file",
        _ => null,
    };

    private static string? Verdict(PhpAssertion assertion, string expected, string seen) =>
        MailCorpora.Folded(expected) == MailCorpora.Folded(seen) ? null : $"{assertion.Subject} is '{seen}' instead of '{expected}'";
}
