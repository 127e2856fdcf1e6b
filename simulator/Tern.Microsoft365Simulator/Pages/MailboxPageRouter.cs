using System.Globalization;
using MimeKit;
using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>/mailboxes: look into a mailbox, and act in it as somebody in Outlook does.</summary>
internal static class MailboxPageRouter
{
    /// <exception cref="KeyNotFoundException">There is no such mailbox, folder or message.</exception>
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string key, string[] rest)
    {
        var directory = world.State.Directory();
        var user = directory.FindByAddress(key) ?? directory.FindUser(key) ?? throw new KeyNotFoundException();
        var mailbox = world.MailboxOf(user) ?? throw new KeyNotFoundException();
        if (rest.Length == 0)
        {
            return MailboxPage.Show(world, user, mailbox, FolderOf(mailbox, FormFields.OfQuery(request)["folder"]));
        }

        if (request.Method == "POST" && rest is ["write"])
        {
            return Write(world, request, user, mailbox);
        }

        var message = long.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && mailbox.Messages.TryGetValue(number, out var found)
            ? found
            : throw new KeyNotFoundException();
        var folder = message.Folder;
        var form = FormFields.OfBody(request);
        switch (request.Method, rest[1..])
        {
            case ("GET", []):
                return MailboxPage.Message(user, mailbox, message);
            case ("GET", ["raw"]):
                return SimulatedResponse.Of(200, "text/plain; charset=utf-8", message.RawBytes);
            case ("POST", ["read"]):
                message.IsRead = form["isRead"] == "true";
                mailbox.Touch(message, world.Now, properties: "isRead");
                break;
            case ("POST", ["move"]):
                mailbox.Move(message, mailbox.Folder(form["folder"] ?? string.Empty), world.Now);
                break;
            case ("POST", ["purge"]):
                mailbox.Purge(message, world.Now);
                break;
            case ("POST", ["reply"]):
                OutlookDesk.Reply(world, mailbox, user, message, new Letter { Text = form["text"] ?? string.Empty }, quote: true, toAll: false);
                break;
            default:
                throw new KeyNotFoundException();
        }

        return SimulatedResponse.Empty(303).With("Location", $"{MailboxPage.Link(user)}?folder={folder}");
    }

    private static SimulatedResponse Write(World world, SimulatedRequest request, User user, Mailbox mailbox)
    {
        var form = FormFields.OfBody(request);
        var to = (form["to"] ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (to.Length == 0 || !Array.TrueForAll(to, a => MailboxAddress.TryParse(a, out _)))
        {
            return Html.Page(400, "Not sent", $"""<main class="broad"><h1>Not sent</h1><p>The mail needs at least one recipient, and addresses that are some.</p><p><a href="{MailboxPage.Link(user)}">Back</a></p></main>""");
        }

        OutlookDesk.Send(world, mailbox, user, new Letter { To = to, Subject = form["subject"], Text = form["text"] ?? string.Empty }, parent: null);
        return SimulatedResponse.Empty(303).With("Location", MailboxPage.Link(user));
    }

    private static MailFolder FolderOf(Mailbox mailbox, string? number) =>
        number is null ? mailbox.Folder("inbox") : mailbox.Folders.Find(f => $"{f.Number}" == number) ?? throw new KeyNotFoundException();
}
