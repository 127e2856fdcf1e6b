using MimeKit;
using Org.BouncyCastle.Cms;

namespace Tern.Mail.Reading;

/// <summary>
/// Takes a mail out of the S/MIME wrapper it was signed in (RFC 8551 §3.5.2: application/pkcs7-mime; smime-type=signed-data). The signature is not verified:
/// it says nothing to a desk that has no list of whom it trusts; but the words are there to be read.
/// </summary>
internal static class SignedContent
{
    internal static bool IsWrapper(MimeEntity entity) =>
        entity.ContentType.IsMimeType("application", "pkcs7-mime") || entity.ContentType.IsMimeType("application", "x-pkcs7-mime");

    /// <summary>What was signed, within the limits of any mail; null where it is encrypted, broken, too large, or not there.</summary>
    internal static MimeEntity? Open(MimeEntity entity, ProblemList problems)
    {
        if (entity is not MimePart { Content: { Stream.Length: <= Limits.SignedBytes } content })
        {
            return null;
        }

        try
        {
            using var wrapped = new MemoryStream();
            content.DecodeTo(wrapped);
            wrapped.Position = 0;
            if (new CmsSignedData(wrapped).SignedContent is not { } signed)
            {
                return null;
            }

            using var inner = new MemoryStream();
            signed.Write(inner);
            var bounded = RawMail.Prepare(inner.GetBuffer().AsMemory(0, (int)inner.Length), problems);
            return MimeEntity.Load(RawMail.Options, new MemoryStream(bounded.ToArray(), writable: false), persistent: true);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The ASN.1 reader throws many kinds on what is not its own; the wrapper stays a file, and the caller says so.
            return null;
        }
    }
}
