using System.Text.RegularExpressions;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>
/// Reads what our own mail server wrote about the sender, and nothing that came with the mail: anybody can write such a header into theirs (RFC 8601 §5).
/// </summary>
internal static partial class AuthenticationResults
{
    /// <summary>Null where no server that we trust said anything.</summary>
    internal static AuthenticationVerdict? Find(MimeMessage message, MailAddress? from, MailReaderOptions options)
    {
        var isInternal = options.ReadsExchangeOnline && string.Equals(message.Headers["X-MS-Exchange-Organization-AuthAs"]?.Trim(), "Internal", StringComparison.OrdinalIgnoreCase);
        var verdict = Results(message, options) ?? (isInternal ? new AuthenticationVerdict(null, null, null, null) : null);
        return verdict is null ? null : verdict with { IsInternal = isInternal, IsOfAuthor = IsOfAuthor(message, from, verdict) };
    }

    /// <summary>DMARC speaks of one domain of one author (RFC 7489 §6.6.1); who sees another name than that was told nothing.</summary>
    private static bool IsOfAuthor(MimeMessage message, MailAddress? from, AuthenticationVerdict verdict) =>
        message.From.Mailboxes.Take(2).Count() == 1
        && message.Headers.Count(header => header.Id == HeaderId.From) == 1
        && (verdict.JudgedDomain is not { } domain || from is null || from.Normalized.EndsWith('@' + domain, StringComparison.OrdinalIgnoreCase));

    private static AuthenticationVerdict? Results(MimeMessage message, MailReaderOptions options)
    {
        if (!options.ReadsExchangeOnline && options.TrustedAuthenticationServers.Count == 0)
        {
            return null;
        }

        foreach (var header in message.Headers)
        {
            if (!header.Field.Equals("Authentication-Results", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var value = Comment().Replace(HeaderText.Unfold(header.Value ?? ""), " ");
            var server = value.Split(';')[0].Trim().Split(' ')[0];

            // Exchange Online names no server, and writes its own above all that came in; whatever looks the same below it was brought along.
            var isExchange = server.Contains('=', StringComparison.Ordinal);
            if (isExchange ? options.ReadsExchangeOnline : options.TrustedAuthenticationServers.Contains(server))
            {
                return new AuthenticationVerdict(Result(value, "spf"), Result(value, "dkim"), Result(value, "dmarc"), Result(value, "compauth")) { JudgedDomain = From().Match(value) is { Success: true } judged ? judged.Groups["domain"].Value : null };
            }

            if (options.ReadsExchangeOnline)
            {
                return null;
            }
        }

        return null;
    }

    // Of several signatures one that holds is enough (RFC 8601 §2.7.1).
    private static string? Result(string value, string method)
    {
        string? first = null;
        foreach (Match match in Method().Matches(value))
        {
            if (match.Groups["method"].Value.Equals(method, StringComparison.OrdinalIgnoreCase))
            {
                var result = match.Groups["result"].Value.ToLowerInvariant();
                if (result == "pass")
                {
                    return result;
                }

                first ??= result;
            }
        }

        return first;
    }

    [GeneratedRegex(@"(?:^|[;\s])(?<method>spf|dkim|dmarc|compauth)\s*=\s*(?<result>[A-Za-z]{1,20})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Method();

    [GeneratedRegex(@"(?:^|[;\s])header\.from\s*=\s*(?<domain>[^\s;]{1,255})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex From();

    [GeneratedRegex(@"\([^()]{0,500}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
