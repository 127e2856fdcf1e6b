using System.Text;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;

namespace Tern.Mail.Tests.Reading;

/// <summary>Signed and encrypted mail is recognised, and what is only wrapped can be read (RFC 8551, RFC 3156, RFC 9580).</summary>
public sealed class SealTests
{
    private const string Head = "From: Ann <ann@example.com>\r\nDate: Tue, 6 Jan 2026 08:00:00 +0000\r\nMessage-ID: <s@example.com>\r\nSubject: Sealed\r\nMIME-Version: 1.0\r\n";

    [Theory]
    [InlineData("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m")]
    [InlineData("application/x-pkcs7-mime; name=smime.p7m")]
    public void A_mail_signed_in_a_wrapper_is_read_through_it(string type)
    {
        var signed = Sign("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe words.\r\n--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=list.csv\r\n\r\n1,2\r\n--b--\r\n");
        var mail = Read($"Content-Type: {type}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\n{Convert.ToBase64String(signed, Base64FormattingOptions.InsertLineBreaks)}\r\n");

        Assert.Equal("The words.", mail.Text.Trim());
        Assert.Equal("list.csv", Assert.Single(mail.Attachments).Name);
        Assert.Equal((true, false), (mail.IsSigned, mail.IsEncrypted));
    }

    [Theory]
    [InlineData("smime-type=enveloped-data", true, false)]
    [InlineData("smime-type=signed-data", false, true)]
    [InlineData("smime-type=compressed-data", false, false)]
    [InlineData("smime-type=certs-only", false, false)]
    [InlineData("name=smime.p7m", true, false)]
    public void What_cannot_be_opened_is_kept_as_it_came(string parameter, bool isEncrypted, bool isSigned)
    {
        var mail = Read($"Content-Type: application/pkcs7-mime; {parameter}\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3DQEHA6CAMIACAQAx\r\n");

        Assert.Equal((isEncrypted, isSigned), (mail.IsEncrypted, mail.IsSigned));
        Assert.Equal("smime.p7m", Assert.Single(mail.Attachments).Name);
    }

    [Fact]
    public void Wrappers_in_wrappers_are_opened_twice_and_no_more()
    {
        var inner = Encoding.UTF8.GetBytes("Content-Type: text/plain\r\n\r\nThe words.\r\n");
        for (var i = 0; i < 5; i++)
        {
            inner = Encoding.UTF8.GetBytes($"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Sign(Encoding.UTF8.GetString(inner)))}\r\n");
        }

        var mail = Read(Encoding.UTF8.GetString(inner));

        Assert.Equal(("", "smime.p7m"), (mail.Text.Trim(), Assert.Single(mail.Attachments).Name));
        Assert.Contains(mail.Problems, problem => problem.Contains("S/MIME", StringComparison.Ordinal));
    }

    [Fact]
    public void A_detached_signature_is_a_seal_and_no_file()
    {
        var mail = Read("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe words.\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG\r\n--b--\r\n");

        Assert.Equal(("The words.", true), (mail.Text.Trim(), mail.IsSigned));
        Assert.True(Assert.Single(mail.Attachments).IsSignature);
    }

    [Fact]
    public void Text_signed_by_OpenPGP_is_read_without_its_armour()
    {
        var mail = Read("Content-Type: text/plain\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nThe words.\r\n- -- \r\nAnn\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQEzBAEBCAAd\r\n=abcd\r\n-----END PGP SIGNATURE-----\r\n");

        Assert.Equal(("The words.\n-- \nAnn", "The words.", true), (mail.Text.Trim(), mail.VisibleText.Trim(), mail.IsSigned));
    }

    [Theory]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n")]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n")]
    [InlineData("I wrote -----BEGIN PGP SIGNED MESSAGE----- once.\r\n")]
    public void Half_an_armour_is_text(string text)
    {
        var mail = Read($"Content-Type: text/plain\r\n\r\n{text}");
        Assert.Equal((text.ReplaceLineEndings("\n").Trim(), false), (mail.Text.Trim(), mail.IsSigned));
    }

    [Theory]
    [InlineData("Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n")]
    [InlineData("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\nhQEMA\r\n--b--\r\n")]
    public void What_OpenPGP_encrypted_is_called_so(string mail) => Assert.True(Read(mail).IsEncrypted);

    private static IncomingMail Read(string rest) => MailReader.Read(Encoding.UTF8.GetBytes(Head + rest));

    private static byte[] Sign(string content)
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new KeyGenerationParameters(new SecureRandom(), 2048));
        var keys = generator.GenerateKeyPair();
        var name = new X509Name("CN=Ann");
        var certificate = new X509V3CertificateGenerator();
        certificate.SetSerialNumber(BigInteger.One);
        certificate.SetIssuerDN(name);
        certificate.SetSubjectDN(name);
        certificate.SetNotBefore(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        certificate.SetNotAfter(new DateTime(2036, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        certificate.SetPublicKey(keys.Public);
        var signed = new CmsSignedDataGenerator();
        var own = certificate.Generate(new Asn1SignatureFactory("SHA256WITHRSA", keys.Private));
        signed.AddSigner(keys.Private, own, CmsSignedGenerator.DigestSha256);
        signed.AddCertificates(CollectionUtilities.CreateStore([own]));
        return signed.Generate(new CmsProcessableByteArray(Encoding.UTF8.GetBytes(content)), encapsulate: true).GetEncoded();
    }
}
