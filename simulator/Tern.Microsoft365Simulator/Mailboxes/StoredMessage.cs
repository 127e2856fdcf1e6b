using System.Text.Json.Serialization;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>A message as it lies in a mailbox: the bytes it arrived as, and what the mailbox adds to them.</summary>
public sealed class StoredMessage
{
    private static readonly List<string> NoCategories = [];
    private static readonly SortedDictionary<string, string> NoProperties = [];
    private static readonly List<AddedAttachment> NothingAdded = [];
    private MessageFacts? _facts;
    private byte[] _raw = [];
    private SortedDictionary<string, string>? _properties;

    // 32 bytes instead of 80 characters, of which each message has one.
    private ConversationKey _conversation;
    private string? _otherConversation = string.Empty;

    [JsonInclude]
    public long Number { get; internal set; }

    /// <summary>How often it was moved; the changing id depends on it.</summary>
    [JsonInclude]
    public int Moves { get; internal set; }

    [JsonInclude]
    public int Folder { get; internal set; }

    /// <summary>The bytes of the message (RFC 5322), without attachments added to a draft later.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Raw => _raw;

    [JsonInclude]
    public DateTimeOffset Received { get; internal set; }

    [JsonInclude]
    public DateTimeOffset Sent { get; internal set; }

    [JsonInclude]
    public DateTimeOffset Created { get; internal set; }

    [JsonInclude]
    public DateTimeOffset Modified { get; internal set; }

    [JsonInclude]
    public bool IsRead { get; internal set; }

    [JsonInclude]
    public bool IsDraft { get; internal set; }

    /// <summary>True from the moment a draft was accepted for sending.</summary>
    [JsonInclude]
    public bool IsSubmitted { get; internal set; }

    /// <summary>True while it cannot be found between Drafts and Sent Items.</summary>
    [JsonInclude]
    public bool IsHidden { get; internal set; }

    [JsonInclude]
    public IReadOnlyList<string> Categories { get; internal set; } = NoCategories;

    [JsonInclude]
    public string Importance { get; internal set; } = "normal";

    [JsonInclude]
    public string FlagStatus { get; internal set; } = "notFlagged";

    [JsonInclude]
    public FlagDates? FlagDates { get; internal set; }

    /// <summary>focused or other.</summary>
    [JsonInclude]
    public string InferenceClassification { get; internal set; } = "focused";

    [JsonInclude]
    public string ConversationId
    {
        get => _otherConversation ?? Conversation.Id(_conversation);
        internal set => _otherConversation = Conversation.TryRead(value, out _conversation) ? null : value;
    }

    /// <summary>Rises with every change; change key and etag follow from it.</summary>
    [JsonInclude]
    public int Version { get; internal set; } = 1;

    /// <summary>MAPI properties set through singleValueExtendedProperties, by their id. Most messages have none.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> ExtendedProperties
    {
        get => _properties ?? NoProperties;
        internal set => _properties = value.Count == 0 ? null : new(value.ToDictionary(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Attachments added to a draft after its creation; merged into the message when it is sent.</summary>
    [JsonInclude]
    public IReadOnlyList<AddedAttachment> Added { get; internal set; } = NothingAdded;

    [JsonInclude]
    public int LastAdded { get; internal set; }

    [JsonInclude]
    internal byte[] RawBytes
    {
        get => _raw;
        set
        {
            _raw = value;
            _facts = null;
        }
    }

    /// <summary>What the bytes say.</summary>
    [JsonIgnore]
    public MessageFacts Facts
    {
        get
        {
            if (_facts is { } known)
            {
                return known;
            }

            var facts = MessageFacts.Read(_raw);
            RecentFacts.Note(this);
            return _facts = facts;
        }
    }

    internal bool HasShownAttachments => Facts.HasAttachments || (Added.Count > 0 && Added.Any(a => !a.IsInline));

    /// <summary>The bytes it takes up, with what is attached.</summary>
    internal long Size => _raw.Length + Added.Sum(a => (long)a.Content.Length);

    /// <summary>The bytes its mailbox has counted for it.</summary>
    internal long Counted { get; set; }

    /// <summary>Other bytes in the same message: it is a new version.</summary>
    internal void Rewrite(byte[] raw)
    {
        RawBytes = raw;
        Version++;
    }

    /// <summary>The same message, to try a change on.</summary>
    internal StoredMessage Copy()
    {
        var copy = (StoredMessage)MemberwiseClone();
        copy.ExtendedProperties = ExtendedProperties;
        return copy;
    }

    /// <summary>Makes the change that was tried on a copy.</summary>
    internal void TakeOver(StoredMessage copy)
    {
        (IsRead, Categories, Importance, FlagStatus, FlagDates) = (copy.IsRead, copy.Categories, copy.Importance, copy.FlagStatus, copy.FlagDates);
        (InferenceClassification, ExtendedProperties) = (copy.InferenceClassification, copy.ExtendedProperties);
        if (copy._raw != _raw)
        {
            Rewrite(copy._raw);
        }
    }

    /// <summary>They are read again when they are asked for.</summary>
    internal void ForgetFacts() => _facts = null;

    internal void SetProperty(string id, string value) => (_properties ??= new(StringComparer.OrdinalIgnoreCase))[id] = value;

    internal AddedAttachment Add(AddedAttachment attachment)
    {
        Added = [.. Added, attachment with { Number = ++LastAdded }];
        return Added[^1];
    }

    internal bool HasProperty(string id, string value) => ExtendedProperties.TryGetValue(id, out var held) && held == value;
}

/// <summary>An attachment posted or uploaded to a draft.</summary>
public sealed record AddedAttachment(
    int Number, string Name, string ContentType, bool IsInline, string? ContentId, DateTimeOffset Modified, byte[] Content,
    AttachmentKind Kind = AttachmentKind.File)
{
    [JsonInclude]
    public string? ContentLocation { get; internal set; }
}

/// <summary>The kinds of attachments Graph knows.</summary>
public enum AttachmentKind
{
    /// <summary>A file, with its bytes.</summary>
    File,

    /// <summary>Another mail; the bytes are its MIME.</summary>
    Item,

    /// <summary>A link into cloud storage; the bytes are the address.</summary>
    Reference,
}
