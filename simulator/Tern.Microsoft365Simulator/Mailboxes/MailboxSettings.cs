namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>What a person sets in Outlook (resources/mailboxsettings).</summary>
public sealed class MailboxSettings
{
    /// <summary>A Windows or IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    public string Locale { get; set; } = "en-US";

    public string DateFormat { get; set; } = "M/d/yyyy";

    public string TimeFormat { get; set; } = "h:mm tt";

    public List<string> WorkingDays { get; set; } = ["monday", "tuesday", "wednesday", "thursday", "friday"];

    public string WorkingFrom { get; set; } = "08:00:00.0000000";

    public string WorkingUntil { get; set; } = "17:00:00.0000000";

    public string WorkingTimeZone { get; set; } = "UTC";

    /// <summary>disabled, alwaysEnabled or scheduled.</summary>
    public string AutomaticReplies { get; set; } = "disabled";

    /// <summary>none, contactsOnly or all.</summary>
    public string ExternalAudience { get; set; } = "all";

    public string InternalReply { get; set; } = string.Empty;

    public string ExternalReply { get; set; } = string.Empty;

    public DateTimeOffset? RepliesFrom { get; set; }

    public DateTimeOffset? RepliesUntil { get; set; }

    public string DelegateMeetingMessages { get; set; } = "sendToDelegateOnly";

    /// <summary>The same settings, to try a change on. The list in them is replaced and never changed.</summary>
    internal MailboxSettings Copy() => (MailboxSettings)MemberwiseClone();
}
