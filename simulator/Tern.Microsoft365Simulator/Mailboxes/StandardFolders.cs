using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>The folders of a new mailbox and their well-known names (resources/mailfolder).</summary>
internal static class StandardFolders
{
    private static readonly (string Name, string WellKnown, string? Parent, bool IsHidden)[] All =
    [
        ("Inbox", "inbox", "msgfolderroot", false),
        ("Drafts", "drafts", "msgfolderroot", false),
        ("Sent Items", "sentitems", "msgfolderroot", false),
        ("Deleted Items", "deleteditems", "msgfolderroot", false),
        ("Junk Email", "junkemail", "msgfolderroot", false),
        ("Archive", "archive", "msgfolderroot", false),
        ("Outbox", "outbox", "msgfolderroot", false),
        ("Conversation History", "conversationhistory", "msgfolderroot", false),
        ("Clutter", "clutter", "msgfolderroot", true),
        ("Scheduled", "scheduled", "msgfolderroot", true),
        ("Sync Issues", "syncissues", "msgfolderroot", true),
        ("Conflicts", "conflicts", "syncissues", true),
        ("Local Failures", "localfailures", "syncissues", true),
        ("Server Failures", "serverfailures", "syncissues", true),
        ("Search Folders", "searchfolders", null, true),
        ("Deletions", "recoverableitemsdeletions", null, true),
    ];

    internal static Mailbox NewMailbox(User user)
    {
        var mailbox = new Mailbox { UserId = user.Id, Address = user.Mail };
        mailbox.AddFolder("Top of Information Store", "msgfolderroot", parent: null);
        Complete(mailbox);
        return mailbox;
    }

    /// <summary>Adds what is missing.</summary>
    internal static void Complete(Mailbox mailbox)
    {
        foreach (var (name, wellKnown, parent, isHidden) in All.Where(folder => !mailbox.Folders.Exists(f => f.WellKnownName == folder.WellKnown)))
        {
            mailbox.AddFolder(name, wellKnown, parent is null ? null : mailbox.Folder(parent).Number, isHidden);
        }
    }
}
