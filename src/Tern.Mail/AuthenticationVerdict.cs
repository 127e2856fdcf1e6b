namespace Tern.Mail;

/// <summary>What our own mail server found out about the sender (RFC 8601), in its words: pass, fail, softfail, none …; null where it says nothing.</summary>
/// <param name="Spf">The sending server may send for the envelope's domain (RFC 7208).</param>
/// <param name="Dkim">A signature of the mail holds (RFC 6376).</param>
/// <param name="Dmarc">One of the two stands for the domain in From (RFC 7489).</param>
/// <param name="Composite">Exchange Online's own judgement of all (learn.microsoft.com: anti-spam-message-headers, compauth).</param>
public sealed record AuthenticationVerdict(string? Spf, string? Dkim, string? Dmarc, string? Composite)
{
    /// <summary>
    /// It was handed in by a signed-in sender of the own organization (X-MS-Exchange-Organization-AuthAs: Internal). Exchange takes such headers off whatever comes from
    /// outside (learn.microsoft.com: header firewall), and writes no Authentication-Results into mail that never left it.
    /// </summary>
    public bool IsInternal { get; init; }

    /// <summary>The domain that DMARC was asked about (header.from); null where it is not told.</summary>
    public string? JudgedDomain { get; init; }

    /// <summary>It speaks of the author that the mail is shown under: the only one, and of the judged domain.</summary>
    public bool IsOfAuthor { get; init; }

    /// <summary>Somebody else sent it under this name: DMARC or Exchange says so, or SPF does and no DMARC speaks for it.</summary>
    public bool IsForged => !IsInternal && (Dmarc is "fail" || Composite is "fail" || (Spf is "fail" && Dmarc is not "pass"));

    /// <summary>The domain in From is really the sender's. Only then does an address say who somebody is.</summary>
    public bool VouchesForSender => IsOfAuthor && (IsInternal || Dmarc is "pass" or "bestguesspass" || (Dmarc is null && Composite is "pass"));
}
