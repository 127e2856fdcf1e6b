using System.Text;

namespace Tern.Demo;

/// <summary>A few mails of customers, so that the desk is not empty.</summary>
internal static class DemoMail
{
    private static readonly (string To, string From, string Subject, string Body, bool IsHtml)[] Letters =
    [
        ("support", "Mara Lindqvist <mara@fjordbikes.example>", "Invoice 2026-118 shows the wrong address", "Hello,\n\nour invoice still carries the old address in Tromsø. Could you send a corrected one?\nThe new address is Storgata 12.\n\nKind regards\nMara", false),
        ("support", "Jonas Weber <jonas.weber@kaffeerad.example>", "Druckauftrag hängt seit heute Morgen", "Guten Tag,\n\nder Druckauftrag 4711 steht seit 7:30 Uhr auf „wird bearbeitet“.\nKönnen Sie nachsehen?\n\nMit freundlichen Grüßen\nJonas Weber", false),
        ("support", "Amélie Girard <amelie@atelier-girard.example>", "Login loop on the tablet", "<p>Hi team,</p><p>after the update the tablet <strong>asks for the password again and again</strong>.</p><ol><li>I enter the password</li><li>it says “welcome”</li><li>and shows the sign-in page again</li></ol><p>Amélie</p>", true),
        ("sales", "Peter Okafor <peter@okafor-logistics.example>", "Quote for 40 seats", "Hello,\n\nwe would like a quote for 40 seats, billed yearly, starting in January.\n\nThanks,\nPeter", false),
    ];

    internal static async Task SendAsync(HttpClient http, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Letters.Length; i++)
        {
            var (to, from, subject, body, isHtml) = Letters[i];
            var raw = $"From: {Encode(from)}\r\nTo: {to}@contoso.example\r\nSubject: {Word(subject)}\r\nMessage-ID: <demo-{i}@customers.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/{(isHtml ? "html" : "plain")}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body.ReplaceLineEndings("\r\n")}\r\n";
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(raw));
            using var response = await http.PostAsync(new Uri($"{Places.SimulatorUrl}/_sim/customers/send?to={to}@contoso.example"), content, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }

    private static string Encode(string address)
    {
        var open = address.IndexOf('<', StringComparison.Ordinal);
        return $"{Word(address[..open].Trim())} {address[open..]}";
    }

    /// <summary>RFC 2047, where a word is not plain.</summary>
    private static string Word(string text) =>
        Ascii.IsValid(text) ? text : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
