using System.Collections.Frozen;

namespace Tern.Microsoft365Simulator.Rights;

/// <summary>The permissions that a registration may ask for (permissions-reference); a name that is none is a typing error.</summary>
internal static class KnownPermissions
{
    private static readonly FrozenSet<string> All = FrozenSet.ToFrozenSet(
    [
        "Mail.Read", "Mail.ReadBasic", "Mail.ReadBasic.All", "Mail.ReadBasic.Shared", "Mail.Read.Shared", "Mail.ReadWrite", "Mail.ReadWrite.Shared", "Mail.Send", "Mail.Send.Shared",
        "Mail-Advanced.ReadWrite", "Mail-Advanced.ReadWrite.All", "Mail-Advanced.ReadWrite.Shared",
        "MailboxSettings.Read", "MailboxSettings.ReadWrite", "MailboxFolder.Read", "MailboxFolder.Read.All", "MailboxFolder.ReadWrite", "MailboxFolder.ReadWrite.All", "MailboxItem.Read", "MailboxItem.Read.All",
        "User.Read", "User.ReadBasic.All", "User.Read.All", "User.ReadWrite", "User.ReadWrite.All", "Directory.Read.All", "Group.Read.All", "People.Read",
        "Application.Read.All", "Application.ReadWrite.All", "Application.ReadWrite.OwnedBy",
        "Calendars.Read", "Calendars.Read.Shared", "Calendars.ReadWrite", "Calendars.ReadWrite.Shared", "Contacts.Read", "Contacts.ReadWrite", "Files.Read", "Files.Read.All", "Files.ReadWrite", "Sites.Read.All", "Chat.Read",
        "openid", "profile", "email", "offline_access",
        "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send", "EAS.AccessAsUser.All", "EWS.AccessAsUser.All",
        "IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp", "EWS.AccessAsApp", "full_access_as_app",
    ], StringComparer.OrdinalIgnoreCase);

    /// <param name="names">With or without their resource, https://outlook.office.com/IMAP.AccessAsUser.All.</param>
    /// <exception cref="ArgumentException">There is no such permission.</exception>
    internal static void Check(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!All.Contains(name[(name.LastIndexOf('/') + 1)..]))
            {
                throw new ArgumentException($"There is no permission {name}. Near it: {string.Join(", ", All.OrderBy(known => known.Length + name.Length - (2 * Likeness(known, name))).ThenBy(known => known, StringComparer.Ordinal).Take(3))}.", nameof(names));
            }
        }
    }

    // How many letters they have in common at their beginnings and ends.
    private static int Likeness(string known, string name)
    {
        var (start, end) = (0, 0);
        while (start < Math.Min(known.Length, name.Length) && char.ToUpperInvariant(known[start]) == char.ToUpperInvariant(name[start]))
        {
            start++;
        }

        while (end < Math.Min(known.Length, name.Length) - start && char.ToUpperInvariant(known[^(end + 1)]) == char.ToUpperInvariant(name[^(end + 1)]))
        {
            end++;
        }

        return start + end;
    }
}
