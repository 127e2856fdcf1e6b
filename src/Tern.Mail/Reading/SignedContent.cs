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

    /// <summary>What was signed; null where it is encrypted, broken, or not there.</summary>
    internal static MimeEntity? Open(MimeEntity entity, ProblemList problems)
    {
        if (entity is not MimePart { Content: { } content }
            || entity.ContentType.Parameters["smime-type"] is { } type && !type.Equals("signed-data", StringComparison.OrdinalIgnoreCase))
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

            var inner = new MemoryStream();
            signed.Write(inner);
            inner.Position = 0;
            return MimeEntity.Load(RawMail.Options, inner, persistent: true);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The ASN.1 reader throws many kinds on what is not its own; without a type it may as well be encrypted.
            if (entity.ContentType.Parameters["smime-type"] is not null)
            {
                problems.Add("The signed wrapper could not be opened (S/MIME).");
            }

            return null;
        }
    }
}
