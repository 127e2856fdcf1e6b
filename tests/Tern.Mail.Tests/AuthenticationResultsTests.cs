using System.Text;

namespace Tern.Mail.Tests;

/// <summary>Who vouches for a sender: our own server, and nobody who only says to be it (RFC 8601 §5).</summary>
public sealed class AuthenticationResultsTests
{
    private const string Exchange = "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=example.com; dkim=pass (signature was verified)\r\n header.d=example.com;dmarc=pass action=none\r\n header.from=example.com;compauth=pass reason=100";
    private const string ForgedExchange = "Authentication-Results: spf=pass smtp.mailfrom=bank.example; dkim=pass header.d=bank.example;dmarc=pass header.from=bank.example";

    private static readonly MailReaderOptions OfExchange = new() { ReadsExchangeOnline = true };
    private static readonly MailReaderOptions Ours = new() { TrustedAuthenticationServers = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "mx.contoso.example" } };

    [Fact]
    public void Exchange_Online_is_believed_where_the_mail_was_read_from_it()
    {
        var verdict = Read(OfExchange, Exchange).Authentication!;

        Assert.Equal(("pass", "pass", "pass", "pass", true), (verdict.Spf, verdict.Dkim, verdict.Dmarc, verdict.Composite, verdict.VouchesForSender));
        Assert.Null(Read(new MailReaderOptions(), Exchange).Authentication);
    }

    [Fact]
    public void What_a_mail_brought_along_is_ignored()
    {
        var failed = Exchange.Replace("pass", "fail", StringComparison.Ordinal);

        Assert.False(Read(OfExchange, failed, ForgedExchange).Authentication!.VouchesForSender);
        Assert.Null(Read(Ours, "Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=bank.example", ForgedExchange).Authentication);
        Assert.Null(Read(OfExchange, "Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=bank.example", ForgedExchange).Authentication);
    }

    [Fact]
    public void Our_own_server_is_known_by_its_name_and_one_good_signature_is_enough()
    {
        var verdict = Read(Ours, "Authentication-Results: mx.contoso.example 1; dkim=fail header.d=a.example; dkim=pass header.d=example.com; spf=softfail smtp.mailfrom=example.com; dmarc=pass header.from=example.com").Authentication!;

        Assert.Equal(("softfail", "pass", "pass", true), (verdict.Spf, verdict.Dkim, verdict.Dmarc, verdict.VouchesForSender));
    }

    [Theory]
    [InlineData("dmarc=none header.from=example.com;compauth=pass reason=109", false)]
    [InlineData("dmarc=bestguesspass header.from=example.com;compauth=pass reason=109", true)]
    [InlineData("compauth=pass reason=109", true)]
    [InlineData("compauth=fail reason=001", false)]
    public void A_sender_is_vouched_for_by_DMARC_first(string results, bool vouched) =>
        Assert.Equal(vouched, Read(OfExchange, $"Authentication-Results: spf=none smtp.mailfrom=example.com; {results}").Authentication!.VouchesForSender);

    [Theory]
    [InlineData("dmarc=pass header.from=evil.example", "From: Ann <ann@example.com>")]
    [InlineData("dmarc=pass header.from=evil.example", "From: ann@example.com, x@evil.example")]
    [InlineData("dmarc=pass header.from=example.com", "From: ann@example.com\r\nFrom: x@evil.example")]
    public void What_was_judged_of_another_author_says_nothing_of_the_one_that_is_shown(string results, string from)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes($"Authentication-Results: spf=pass; {results};compauth=pass\r\n{from}\r\nSubject: Hello\r\n\r\nHello\r\n"), OfExchange);
        Assert.False(mail.Authentication!.VouchesForSender);
    }

    [Theory]
    [InlineData("spf=fail smtp.mailfrom=example.com; dkim=none;dmarc=none header.from=example.com;compauth=none", true)]
    [InlineData("spf=pass; dkim=pass;dmarc=pass header.from=example.com;compauth=fail reason=001", true)]
    [InlineData("spf=pass; dkim=fail;dmarc=fail header.from=example.com", true)]
    [InlineData("spf=fail; dkim=pass;dmarc=pass header.from=example.com;compauth=pass", false)]
    [InlineData("spf=softfail; dkim=none;dmarc=none header.from=example.com;compauth=none", false)]
    public void A_forgery_is_called_so(string results, bool isForged) => Assert.Equal(isForged, Read(OfExchange, $"Authentication-Results: {results}").Authentication!.IsForged);

    [Fact]
    public void Mail_that_never_left_the_organization_is_vouched_for_by_Exchange()
    {
        const string Internal = "X-MS-Exchange-Organization-AuthAs: Internal";

        Assert.True(Read(OfExchange, Internal).Authentication!.VouchesForSender);
        Assert.Null(Read(OfExchange, "X-MS-Exchange-Organization-AuthAs: Anonymous").Authentication);
        Assert.Null(Read(Ours, Internal).Authentication);
    }

    private static IncomingMail Read(MailReaderOptions options, params string[] headers) =>
        MailReader.Read(Encoding.UTF8.GetBytes($"{string.Join("\r\n", headers)}\r\nFrom: Ann <ann@example.com>\r\nSubject: Hello\r\n\r\nHello\r\n"), options);
}
