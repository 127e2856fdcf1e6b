using System.Text.RegularExpressions;

namespace Tern.Mail.Tests.Corpora;

/// <summary>Reports of real mail servers: who did not get it, why, and whether the address is dead.</summary>
public sealed partial class BounceCorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void Recipients_status_and_dead_addresses_are_read()
    {
        var folder = Corpus.Folder("bounces");
        int recipients = 0, wrongRecipients = 0, statuses = 0, wrongStatuses = 0, wrongPermanent = 0, files = 0, missed = 0;
        foreach (var file in Corpus.Json(folder, "expected.json").EnumerateObject())
        {
            var rows = file.Value.EnumerateArray().ToList();
            if (rows.Exists(r => r.GetProperty("reason").GetString() is "feedback" or "vacation" or "delivered"))
            {
                continue;
            }

            files++;
            var mail = Corpus.Mail(folder, file.Name);
            recipients += rows.Count;
            if (mail.Automatic != AutomaticKind.Bounce)
            {
                missed++;
                wrongRecipients += rows.Count;
                wrongPermanent += rows.Count(r => r.GetProperty("hardbounce").GetBoolean());
                output.WriteLine($"{file.Name}: {mail.Automatic}");
                continue;
            }

            if (mail.Bounces.Count != rows.Count || mail.Bounces.Any(b => b.Recipient is null))
            {
                wrongRecipients += Math.Max(1, Math.Abs(mail.Bounces.Count - rows.Count));
                output.WriteLine($"{file.Name}: recipients {string.Join(", ", mail.Bounces.Select(b => b.Recipient ?? "?"))} for {rows.Count}");
            }

            var left = mail.Bounces.ToList();
            foreach (var row in rows)
            {
                var status = row.GetProperty("deliverystatus").GetString()!;
                var hard = row.GetProperty("hardbounce").GetBoolean();
                var own = OwnCodes().IsMatch(status) ? null : status;
                var bounce = left.Find(b => (own is null || b.Status == own) && b.IsPermanent == hard) ?? left.Find(b => own is not null && b.Status == own) ?? left.Find(b => b.IsPermanent == hard) ?? left.FirstOrDefault();
                left.Remove(bounce!);
                if (own is not null)
                {
                    statuses++;
                    if (bounce?.Status != own)
                    {
                        wrongStatuses++;
                        output.WriteLine($"{file.Name}: status {bounce?.Status} instead of {own}");
                    }
                }

                if (bounce is null || bounce.IsPermanent != hard)
                {
                    wrongPermanent++;
                    output.WriteLine($"{file.Name}: {(hard ? "not " : "")}permanent, {bounce?.Reason} for {row.GetProperty("reason").GetString()} ({bounce?.Status} {bounce?.ReplyCode}): {bounce?.Diagnostic?[..Math.Min(200, bounce.Diagnostic.Length)]}");
                }
            }
        }

        output.WriteLine($"bounces: files {files} missed {missed}; recipients {recipients} wrong {wrongRecipients}; statuses {statuses} wrong {wrongStatuses}; permanent wrong {wrongPermanent}");
        Assert.True(missed <= 2 && wrongRecipients <= recipients * 0.03 && wrongStatuses <= statuses * 0.03 && wrongPermanent <= recipients * 0.03);
    }

    // The collection's own codes stand in no mail.
    [GeneratedRegex(@"^$|^[45]\.0\.9[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnCodes();
}
