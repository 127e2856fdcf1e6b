using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Somebody who sits at the mailbox itself, in Outlook, and writes from there: past every client of Graph.</summary>
internal static class OutlookDesk
{
    /// <returns>The Message-ID, in brackets.</returns>
    internal static string Send(World world, Mailbox mailbox, User owner, Letter letter, MessageFacts? parent)
    {
        var raw = LetterWriter.Write(world, world.Random, owner.Mail, letter with { Name = letter.Name ?? owner.DisplayName }, parent);
        var draft = Delivery.Into(world, mailbox, mailbox.Folder("drafts"), raw);
        draft.IsDraft = true;
        draft.IsRead = true;
        Submission.Accept(world, mailbox, owner, draft, keepCopy: true);
        return draft.Facts.InternetMessageId!;
    }

    /// <summary>Answers the writer, or all who had the mail, with the old text quoted below; the old mail counts as read.</summary>
    internal static string Reply(World world, Mailbox mailbox, User owner, StoredMessage message, Letter letter, bool quote, bool toAll)
    {
        var facts = message.Facts;
        var text = quote ? letter.Text + LetterWriter.Quote(facts, MessageFacts.Body(message.RawBytes, preferText: true).Content) : letter.Text;
        var writer = facts.ReplyTo is [var wanted, ..] ? wanted.Address : facts.From is [var from, ..] ? from.Address : owner.Mail;
        string[] to = letter.To.Count > 0 ? [.. letter.To] : [writer];
        var others = !toAll ? [] : facts.To.Concat(facts.Cc).Select(a => a.Address)
            .Where(a => !to.Concat(owner.Aliases).Append(owner.Mail).Contains(a, StringComparer.OrdinalIgnoreCase));
        if (!message.IsRead)
        {
            message.IsRead = true;
            mailbox.Touch(message, world.Now, properties: "isRead");
        }

        return Send(world, mailbox, owner, letter with { To = to, Cc = [.. letter.Cc, .. others], Text = text }, facts);
    }
}
