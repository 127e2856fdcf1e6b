namespace Tern.Mail.Reading;

/// <summary>What a stranger's mail may cost. All are far above what people send.</summary>
internal static class Limits
{
    /// <summary>Exchange Online takes at most 150 MB.</summary>
    internal const int MailBytes = 200 * 1024 * 1024;

    /// <summary>A mail in a file is read into memory up to this; of a larger one only what is shown of it.</summary>
    internal const int HeldMailBytes = 4 * 1024 * 1024;

    /// <summary>A file of a mail is decoded at once up to this, and a larger one whenever it is read.</summary>
    internal const int HeldFileBytes = 1024 * 1024;

    /// <summary>Multiparts and attached mails inside one another; deeper parts become an attachment as they are.</summary>
    internal const int MimeDepth = 48;

    internal const int Parts = 1000;

    /// <summary>Lines that may begin a part. The parser makes a tree of all of them, long before the parts are counted.</summary>
    internal const int PartLines = 10_000;

    /// <summary>One header's value; longer ones are cut.</summary>
    internal const int HeaderBytes = 64 * 1024;

    /// <summary>All headers of a mail together; those after it are left out.</summary>
    internal const int HeaderBlockBytes = 1024 * 1024;

    internal const int Addresses = 500;

    /// <summary>A text part up to this is read in whole. A longer one is no letter but data in the place of one; what it is, its beginning tells.</summary>
    internal const int TextBytes = 8 * 1024 * 1024;

    internal const int TextBeginning = 1024 * 1024;

    internal const int HtmlCharacters = 4 * 1024 * 1024;

    /// <summary>A page takes some forty times its markup while it is made safe.</summary>
    internal const int HtmlBeginning = 64 * 1024;

    /// <summary>Forms of tickets in one mail; each costs a look into a database.</summary>
    internal const int TicketTokens = 20;

    /// <summary>Signed wrappers opened in one mail (S/MIME); people need one.</summary>
    internal const int SignedWrappers = 2;

    /// <summary>A signed wrapper's size; a larger one stays a file.</summary>
    internal const int SignedBytes = 32 * 1024 * 1024;

    /// <summary>Text of a calendar part; a meeting needs a few thousand characters.</summary>
    internal const int CalendarCharacters = 256 * 1024;

    /// <summary>Calendar parts looked into in one mail.</summary>
    internal const int Calendars = 3;

    internal const int FallbackBytes = 256 * 1024;

    internal const int NameLength = 150;

    internal const int Problems = 50;
}
