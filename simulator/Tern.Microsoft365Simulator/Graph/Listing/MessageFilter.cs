using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>What messages can be filtered by (user-list-messages).</summary>
internal sealed class MessageFilter(GraphCall call) : FilterSource<StoredMessage>
{
    private static readonly object True = true;
    private static readonly object False = false;

    internal static (Predicate<StoredMessage> Matches, IReadOnlyList<string> Properties) Read(GraphCall call) =>
        ODataFilter<StoredMessage>.Read(call.Query["$filter"], new MessageFilter(call));

    internal override Func<StoredMessage, object?> Property(string path) => path switch
    {
        "receivedDateTime" => m => m.Received,
        "sentDateTime" => m => m.Sent,
        "createdDateTime" => m => m.Created,
        "lastModifiedDateTime" => m => m.Modified,
        "isRead" => m => m.IsRead ? True : False,
        "isDraft" => m => m.IsDraft ? True : False,
        "hasAttachments" => m => m.HasShownAttachments ? True : False,
        "isReadReceiptRequested" => m => m.Facts.WantsReadReceipt ? True : False,
        "isDeliveryReceiptRequested" => m => m.Facts.WantsDeliveryReceipt ? True : False,
        "importance" => m => m.Importance,
        "inferenceClassification" => m => m.InferenceClassification,
        "flag/flagStatus" => m => m.FlagStatus,
        "subject" => m => m.Facts.Subject,
        // What Mail.ReadBasic does not show it does not tell by a filter either (permissions-reference).
        "bodyPreview" when MessageWriter.IsBasicOnly(call.Caller) => throw GraphRefusalException.AccessDenied(),
        "bodyPreview" => m => m.Facts.Preview,
        "internetMessageId" => m => m.Facts.InternetMessageId,
        "conversationId" => m => m.ConversationId,
        "parentFolderId" => m => call.FolderId(m.Folder),
        "id" => call.IdOf,
        "from/emailAddress/address" => m => m.Facts.From is [var from, ..] ? from.Address : null,
        "from/emailAddress/name" => m => m.Facts.From is [var from, ..] ? from.Name : null,
        "sender/emailAddress/address" => m => Sender(m)?.Address,
        "sender/emailAddress/name" => m => Sender(m)?.Name,
        _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{path}' that can be filtered by."),
    };

    internal override FilterType Type(string path) => path switch
    {
        "receivedDateTime" or "sentDateTime" or "createdDateTime" or "lastModifiedDateTime" => FilterType.Time,
        "isRead" or "isDraft" or "hasAttachments" or "isReadReceiptRequested" or "isDeliveryReceiptRequested" => FilterType.Flag,
        _ => FilterType.Text,
    };

    internal override IReadOnlyList<string>? Members(string path) => path switch
    {
        "importance" => ["low", "normal", "high"],
        "inferenceClassification" => ["focused", "other"],
        "flag/flagStatus" => ["notFlagged", "flagged", "complete"],
        _ => null,
    };

    internal override Func<StoredMessage, IEnumerable<FilterItem>> Collection(string path, IReadOnlyList<string> literals) => path switch
    {
        "categories" => m => m.Categories.Select(c => new FilterItem(null, c)),
        "singleValueExtendedProperties" when MessageWriter.IsBasicOnly(call.Caller) => throw GraphRefusalException.AccessDenied(),
        "singleValueExtendedProperties" => m => literals
            .Where(ExtendedProperties.IsId)
            .Select(id => new FilterItem(id, ExtendedProperties.Read(call.Mailbox, m, id)))
            .Where(p => p.Value is not null),
        // toRecipients/any(…) and the like cannot be filtered by in Exchange; $search=to:… does that.
        _ => base.Collection(path, literals),
    };

    private static MailAddress? Sender(StoredMessage message) =>
        message.Facts.Sender is [var sender, ..] ? sender : message.Facts.From is [var from, ..] ? from : null;
}
