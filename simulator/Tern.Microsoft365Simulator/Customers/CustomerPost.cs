using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Pages;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Customers;

/// <summary>A mail written on the customer's page.</summary>
internal static class CustomerPost
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string address)
    {
        var form = UploadedForm.Read(request);
        var recipients = InternetAddressList.TryParse(form["to"] ?? string.Empty, out var list) ? list.Mailboxes.ToList() : [];
        if (recipients.Count == 0 || !MailboxAddress.TryParse(address, out var from))
        {
            return Html.Page(400, "Not sent", $"""<main class="broad"><h1>Not sent</h1><p>The mail needs a sender and at least one recipient.</p><p><a href="{CustomerPages.Link(address)}/write">Back</a></p></main>""");
        }

        var letter = new Letter
        {
            Name = form["name"],
            To = [.. recipients.Select(r => r.ToString())],
            Subject = form["subject"] ?? string.Empty,
            Text = form["text"] ?? string.Empty,
            Files = form.Files,
        };
        Outside.Post(world, from.Address, letter, form["reply"] is { } number ? Outside.Find(world, from.Address, number) : null);
        return SimulatedResponse.Empty(303).With("Location", CustomerPages.Link(address));
    }

    internal static string ReplyTo(MessageFacts facts, CustomerMail mail) =>
        facts.ReplyTo is [var wanted, ..] ? wanted.Address : facts.From is [var from, ..] ? from.Address : mail.EnvelopeFrom;
}
