using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>A mailbox as somebody sees it in Outlook: folders, messages, and what can be done with them.</summary>
internal static class MailboxPage
{
    private const int Shown = 200;

    internal static string Link(User user) => $"/mailboxes/{Uri.EscapeDataString(user.UserPrincipalName)}";

    internal static SimulatedResponse Show(World world, User user, Mailbox mailbox, MailFolder folder)
    {
        var folders = string.Concat(mailbox.Folders.Where(f => f.WellKnownName != "msgfolderroot" && !f.IsHidden && (f.Contents.Count > 0 || f.WellKnownName is not ("clutter" or "conflicts" or "conversationhistory" or "localfailures" or "scheduled" or "searchfolders" or "serverfailures" or "syncissues"))).Select(f =>
            $"""<a href="{Link(user)}?folder={f.Number}"{(f == folder ? " aria-current=\"page\"" : string.Empty)}>{Html.Encode(f.DisplayName)} <span class="quiet">{f.Contents.Count}</span></a>"""));
        return Html.Page(200, user.Mail, $"""
            <main class="broad">
            {OverviewPage.Navigation(string.Empty)}
            <h1>{Html.Encode(user.DisplayName)} <span class="quiet">{Html.Encode(user.Mail)}</span></h1>
            <nav class="folders" aria-label="Folders">{folders}</nav>
            {Table.Of(
                folder.DisplayName,
                ["Subject", "From", "Received", "State", "In Outlook"],
                folder.Contents.AsEnumerable().Reverse().Take(Shown).Select(n => Row(user, mailbox.Messages[n])),
                "The folder is empty.")}
            <details class="paper">
            <summary>Write a mail</summary>
            <form method="post" action="{Link(user)}/write">
            <label for="to">To</label><input type="email" id="to" name="to" required multiple autocomplete="off">
            <label for="subject">Subject</label><input type="text" id="subject" name="subject" autocomplete="off">
            <label for="text">Text</label><textarea id="text" name="text" rows="6" required></textarea>
            <p class="actions"><button class="main">Send</button></p>
            </form>
            </details>
            {(folder.Contents.Count > Shown ? $"<p class=\"quiet\">The newest {Shown} of {folder.Contents.Count}.</p>" : string.Empty)}
            </main>
            """);
    }

    internal static SimulatedResponse Message(User user, Mailbox mailbox, StoredMessage message)
    {
        var facts = message.Facts;
        var (_, text) = MessageFacts.Body(message.RawBytes, preferText: true);
        return Html.Page(200, Titled(facts.Subject), $"""
            <main class="broad">
            {OverviewPage.Navigation(string.Empty)}
            <nav><a href="{Link(user)}?folder={message.Folder}">{Html.Encode(mailbox.FolderOf(message).DisplayName)} of {Html.Encode(user.Mail)}</a></nav>
            <h1>{Html.Encode(Titled(facts.Subject))}</h1>
            <dl><dt>From</dt><dd>{Addresses(facts.From)}</dd><dt>To</dt><dd>{Addresses(facts.To)}</dd><dt>Received</dt><dd>{OverviewPage.Time(message.Received)}</dd><dt>Message-ID</dt><dd>{Html.Encode(facts.InternetMessageId)}</dd><dt>Categories</dt><dd>{Html.Encode(string.Join(", ", message.Categories))}</dd></dl>
            <div class="paper mail-text">{Html.Encode(text)}</div>
            <p><a href="{Link(user)}/{message.Number}/raw">Show the source</a></p>
            <h2>Answer in Outlook</h2>
            <form method="post" action="{Link(user)}/{message.Number}/reply" class="paper">
            <label for="text">Text</label><textarea id="text" name="text" rows="6" required></textarea>
            <p class="actions"><button class="main">Send</button></p>
            </form>
            </main>
            """);
    }

    private static string[] Row(User user, StoredMessage message)
    {
        var at = $"{Link(user)}/{message.Number}";
        return
        [
            $"""<a href="{at}">{Html.Encode(Titled(message.Facts.Subject))}</a>""",
            Html.Encode(message.Facts.From is [var from, ..] ? from.Name : "–"),
            OverviewPage.Time(message.Received),
            string.Join(", ", States(message)),
            (message.IsRead ? Table.Button($"{at}/read", "Mark unread", ("isRead", "false")) : Table.Button($"{at}/read", "Mark read", ("isRead", "true")))
                + Table.Button($"{at}/move", "Archive", ("folder", "archive"))
                + Table.Button($"{at}/move", "Delete", ("folder", "deleteditems"))
                + Table.DangerousButton($"{at}/purge", "Delete for good"),
        ];
    }

    private static IEnumerable<string> States(StoredMessage message)
    {
        yield return message.IsRead ? "read" : "unread";
        if (message.IsDraft)
        {
            yield return message.IsSubmitted ? "being sent" : "draft";
        }

        if (message.Facts.HasAttachments)
        {
            yield return "with files";
        }
    }

    private static string Titled(string subject) => subject.Length == 0 ? "(no subject)" : subject;

    private static string Addresses(IEnumerable<MailAddress> list) => Html.Encode(string.Join(", ", list.Select(a => a.Name == a.Address ? a.Address : $"{a.Name} <{a.Address}>")));
}
