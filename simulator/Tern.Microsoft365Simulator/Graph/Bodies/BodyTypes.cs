using System.Text.Json.Nodes;
using static Tern.Microsoft365Simulator.Graph.Bodies.BodyType;

namespace Tern.Microsoft365Simulator.Graph.Bodies;

/// <summary>
/// The types of Graph v1.0 that bodies are made of. What Exchange itself sets is known too, for a client may give back
/// what it has read; it changes nothing.
/// </summary>
internal static class BodyTypes
{
    private const string Prefix = "microsoft.graph.";

    private static readonly BodyType Address = Object(Prefix + "emailAddress", ("name address", Text));
    private static readonly BodyType Recipient = Object(Prefix + "recipient", ("emailAddress", Address));
    private static readonly BodyType ItemBody = Object(Prefix + "itemBody", ("contentType content", Text));
    private static readonly BodyType Moment = Object(Prefix + "dateTimeTimeZone", ("dateTime timeZone", Text));
    private static readonly BodyType Location = Object(
        Prefix + "location", ("displayName locationEmailAddress locationUri locationType uniqueId uniqueIdType", Text), ("address coordinates", Missing));

    private static readonly BodyType PlainMessage = Object(
        Prefix + "message",
        ("id createdDateTime lastModifiedDateTime changeKey receivedDateTime sentDateTime internetMessageId subject bodyPreview", Text),
        ("importance parentFolderId conversationId conversationIndex webLink inferenceClassification", Text),
        ("hasAttachments isDeliveryReceiptRequested isReadReceiptRequested isRead isDraft", Flag),
        ("categories", Many(Text)),
        ("body uniqueBody", ItemBody),
        ("from sender", Recipient),
        ("toRecipients ccRecipients bccRecipients replyTo", Many(Recipient)),
        ("flag", Object(Prefix + "followupFlag", ("flagStatus", Text), ("startDateTime dueDateTime completedDateTime", Moment))),
        ("internetMessageHeaders", Many(Object(Prefix + "internetMessageHeader", ("name value", Text)))),
        ("attachments", Many(OneOf(Prefix + "attachment", AttachmentType))),
        ("singleValueExtendedProperties", Many(Object(Prefix + "singleValueLegacyExtendedProperty", ("id value", Text)))),
        ("multiValueExtendedProperties extensions", Missing));

    private static readonly BodyType EventMessage = PlainMessage.Derive(
        Prefix + "eventMessage",
        ("meetingMessageType type", Text),
        ("isOutOfDate isAllDay isDelegated", Flag),
        ("startDateTime endDateTime", Moment),
        ("location", Location),
        ("recurrence event", Missing));

    private static readonly BodyType AnyAttachment = Object(
        Prefix + "attachment", ("id lastModifiedDateTime name contentType", Text), ("size", Number), ("isInline", Flag));

    private static readonly BodyType FileAttachment = AnyAttachment.Derive(Prefix + "fileAttachment", ("contentId contentLocation contentBytes", Text));

    private static readonly BodyType ItemAttachment = AnyAttachment.Derive(Prefix + "itemAttachment", ("item", OneOf(Prefix + "outlookItem", ItemType)));

    private static readonly BodyType ReferenceAttachment = AnyAttachment.Derive(
        Prefix + "referenceAttachment", ("sourceUrl providerType permission thumbnailUrl previewUrl", Text), ("isFolder", Flag));

    // What is no mail is refused for what it is, whatever it holds.
    private static readonly BodyType ForeignItem = new(Prefix + "outlookItem", _ => true);

    internal static readonly BodyType Message = OneOf(Prefix + "message", MessageType);

    internal static readonly BodyType Attachment = OneOf(Prefix + "attachment", AttachmentType);

    internal static readonly BodyType SendMail = Object("sendMail", ("message", Message), ("saveToSentItems", Flag));

    internal static readonly BodyType Reply = Object("reply", ("comment", Text), ("message", Message));

    internal static readonly BodyType Forward = Object("forward", ("comment", Text), ("message", Message), ("toRecipients", Many(Recipient)));

    internal static readonly BodyType Move = Object("move", ("destinationId", Text));

    internal static readonly BodyType UploadSession = Object(
        "createUploadSession",
        ("attachmentItem", Object(Prefix + "attachmentItem", ("attachmentType name contentType contentId", Text), ("size", Number), ("isInline", Flag))));

    internal static readonly BodyType Translation = Object("translateExchangeIds", ("inputIds", Many(Text)), ("sourceIdType targetIdType", Text));

    internal static readonly BodyType Folder = Object(
        Prefix + "mailFolder",
        ("id displayName parentFolderId", Text),
        ("childFolderCount unreadItemCount totalItemCount sizeInBytes", Number),
        ("isHidden", Flag),
        ("childFolders messages messageRules singleValueExtendedProperties multiValueExtendedProperties", Missing));

    internal static readonly BodyType Subscription = Object(
        Prefix + "subscription",
        ("id resource applicationId changeType clientState notificationUrl notificationQueryOptions notificationContentType", Text),
        ("lifecycleNotificationUrl expirationDateTime creatorId latestSupportedTlsVersion encryptionCertificate", Text),
        ("encryptionCertificateId notificationUrlAppId", Text),
        ("includeResourceData", Flag));

    internal static readonly BodyType Settings = Object(
        Prefix + "mailboxSettings",
        ("archiveFolder timeZone delegateMeetingMessageDeliveryOptions dateFormat timeFormat userPurpose", Text),
        ("language", Object(Prefix + "localeInfo", ("locale displayName", Text))),
        ("workingHours", Object(
            Prefix + "workingHours",
            ("daysOfWeek", Many(Text)),
            ("startTime endTime", Text),
            ("timeZone", Object(Prefix + "timeZoneBase", ("name", Text))))),
        ("automaticRepliesSetting", Object(
            Prefix + "automaticRepliesSetting",
            ("status externalAudience internalReplyMessage externalReplyMessage", Text),
            ("scheduledStartDateTime scheduledEndDateTime", Moment))));

    /// <summary>Holds a JSON body to its type, for a verb that takes it. What is no JSON is the verb's own matter.</summary>
    internal static GraphCall Taking(this GraphCall call, BodyType type)
    {
        if (!call.Request.Body.IsEmpty && call.IsJson)
        {
            type.Check(call.BodyObject(), "body");
        }

        return call;
    }

    private static BodyType MessageType(JsonObject body) => Named(body) == "EVENTMESSAGE" ? EventMessage : PlainMessage;

    private static BodyType AttachmentType(JsonObject body) => Named(body) switch
    {
        "ITEMATTACHMENT" => ItemAttachment,
        "REFERENCEATTACHMENT" => ReferenceAttachment,
        _ => FileAttachment,
    };

    private static BodyType ItemType(JsonObject body) => Named(body) switch
    {
        null or "MESSAGE" => PlainMessage,
        "EVENTMESSAGE" => EventMessage,
        _ => ForeignItem,
    };

    private static string? Named(JsonObject body) => body.Text("@odata.type")?.TrimStart('#').ToUpperInvariant().Replace("MICROSOFT.GRAPH.", string.Empty);
}
