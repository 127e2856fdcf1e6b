using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>Reports of real mail servers: what they are, who did not get it, why, and whether the address is dead.</summary>
internal sealed partial class BounceCard() : Card(
    "bounces",
    new Measure("bounces", AtMost: 2),
    new Measure("recipients", Percent: 3),
    new Measure("status codes", Percent: 3),
    new Measure("dead or not", Percent: 3),
    new Measure("complaints", AtMost: 1),
    new Measure("automatic replies"),
    new Measure("delivered, called a bounce"),
    new Measure("false bounces"),
    NotRaw.Measure)
{
    private const string Ordinary = "bounces/not-a-bounce";

    public override IReadOnlyList<string> Reads => ["bounces", Ordinary];

    private protected override void Count(MailCorpora corpora, Score score)
    {
        foreach (var file in corpora.Json("bounces", "expected.json").EnumerateObject())
        {
            var rows = file.Value.EnumerateArray().ToList();
            var reasons = rows.Select(Reason).ToList();
            var mail = corpora.Mail("bounces", file.Name);
            if (reasons.Contains("feedback"))
            {
                score.Judge("complaints", mail.Automatic == AutomaticKind.Complaint ? null : $"{file.Name}: {mail.Automatic}");
            }
            else if (reasons.Contains("vacation"))
            {
                score.Judge("automatic replies", mail.Automatic is AutomaticKind.AutoReply or AutomaticKind.OutOfOffice ? null : $"{file.Name}: {mail.Automatic}");
            }
            else if (reasons.Contains("delivered"))
            {
                score.Judge("delivered, called a bounce", mail.Automatic == AutomaticKind.Bounce ? file.Name : null);
            }
            else
            {
                Bounce(file.Name, mail, rows, score);
            }
        }

        foreach (var file in corpora.Mails(Ordinary))
        {
            // One of the ordinary mails calls itself a bounce notification, and is believed (docs/decisions/0028).
            var mail = MailReader.Read(File.ReadAllBytes(file));
            score.Judge("false bounces", mail.Automatic == AutomaticKind.Bounce && !mail.Subject.Contains("bounce", StringComparison.Ordinal) ? $"not-a-bounce/{Path.GetFileName(file)}" : null);
        }

        NotRaw.Count(corpora, Ordinary, score);
    }

    private static void Bounce(string file, IncomingMail mail, List<JsonElement> rows, Score score)
    {
        score.Judge("bounces", mail.Automatic == AutomaticKind.Bounce ? null : $"{file}: {mail.Automatic}");
        score.Add("recipients", rows.Count);
        score.Add("dead or not", rows.Count);
        if (mail.Automatic != AutomaticKind.Bounce)
        {
            score.Miss("recipients", $"{file}: {mail.Automatic}", rows.Count);
            if (rows.Count(IsHard) is > 0 and var dead)
            {
                score.Miss("dead or not", $"{file}: {mail.Automatic}", dead);
            }

            return;
        }

        if (mail.Bounces.Count != rows.Count || mail.Bounces.Any(b => b.Recipient is null))
        {
            var seen = string.Join(", ", mail.Bounces.Select(b => b.Recipient ?? "?"));
            score.Miss("recipients", $"{file}: {seen} for {rows.Count}", Math.Max(1, Math.Abs(mail.Bounces.Count - rows.Count)));
        }

        var left = mail.Bounces.ToList();
        foreach (var row in rows)
        {
            Row(file, row, left, score);
        }
    }

    private static void Row(string file, JsonElement row, List<BouncedRecipient> left, Score score)
    {
        var status = row.GetProperty("deliverystatus").GetString()!;
        var hard = IsHard(row);
        var own = OwnCodes().IsMatch(status) ? null : status;
        var bounce = left.Find(b => (own is null || b.Status == own) && b.IsPermanent == hard) ?? left.Find(b => own is not null && b.Status == own) ?? left.Find(b => b.IsPermanent == hard) ?? left.FirstOrDefault();
        left.Remove(bounce!);
        if (own is not null)
        {
            score.Judge("status codes", bounce?.Status == own ? null : $"{file}: {bounce?.Status} instead of {own}");
        }

        if (bounce is null || bounce.IsPermanent != hard)
        {
            score.Miss("dead or not", $"{file}: {(hard ? "not " : "")}permanent, {bounce?.Reason} for {Reason(row)} ({bounce?.Status} {bounce?.ReplyCode}): {bounce?.Diagnostic}");
        }
    }

    private static string? Reason(JsonElement row) => row.GetProperty("reason").GetString();

    private static bool IsHard(JsonElement row) => row.GetProperty("hardbounce").GetBoolean();

    // The collection's own codes stand in no mail.
    [GeneratedRegex(@"^$|^[45]\.0\.9[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnCodes();
}
