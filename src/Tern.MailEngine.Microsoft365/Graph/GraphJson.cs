using System.Text.Json.Serialization;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>The few shapes of Graph that we read and write.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GraphMessagePage))]
[JsonSerializable(typeof(GraphMessage))]
[JsonSerializable(typeof(GraphAttachmentPage))]
[JsonSerializable(typeof(GraphUploadSession))]
[JsonSerializable(typeof(NewFileAttachment))]
[JsonSerializable(typeof(NewUploadSession))]
[JsonSerializable(typeof(GraphFolderPage))]
[JsonSerializable(typeof(GraphFolder))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(GraphUser))]
[JsonSerializable(typeof(AddKeyRequest))]
[JsonSerializable(typeof(RemoveKeyRequest))]
[JsonSerializable(typeof(GraphKeyCredential))]
[JsonSerializable(typeof(GraphApplication))]
[JsonSerializable(typeof(GraphSubscription))]
[JsonSerializable(typeof(GraphSubscriptionPage))]
internal sealed partial class GraphJson : JsonSerializerContext;

internal sealed record GraphMessagePage
{
    public List<GraphMessage>? Value { get; init; }

    [JsonPropertyName("@odata.nextLink")]
    public string? NextLink { get; init; }

    [JsonPropertyName("@odata.deltaLink")]
    public string? DeltaLink { get; init; }
}

internal sealed record GraphMessage
{
    public string? Id { get; init; }

    public DateTimeOffset? ReceivedDateTime { get; init; }

    public string? ConversationId { get; init; }

    public bool? IsDraft { get; init; }

    public string? ParentFolderId { get; init; }

    public string? InternetMessageId { get; init; }

    public bool? IsRead { get; init; }

    public List<string>? Categories { get; init; }

    [JsonPropertyName("@removed")]
    public GraphRemoved? Removed { get; init; }

    public List<ExtendedProperty>? SingleValueExtendedProperties { get; init; }
}

internal sealed record GraphRemoved(string? Reason);

internal sealed record ExtendedProperty(string Id, string Value);

internal sealed record GraphAttachmentPage(List<GraphAttachment>? Value)
{
    [JsonPropertyName("@odata.nextLink")]
    public string? NextLink { get; init; }
}

internal sealed record GraphAttachment(string? Id, string? Name);

internal sealed record GraphFolderPage(List<GraphFolder>? Value)
{
    [JsonPropertyName("@odata.nextLink")]
    public string? NextLink { get; init; }
}

internal sealed record GraphFolder(string? Id, string? DisplayName, int? ChildFolderCount, int? TotalItemCount);

internal sealed record MoveRequest(string DestinationId);

internal sealed record GraphUser(string? Id, string? UserPrincipalName, string? Mail);

internal sealed record GraphUploadSession(string? UploadUrl, List<string>? NextExpectedRanges);

internal sealed record NewFileAttachment(string Name, string ContentType, byte[] ContentBytes, bool IsInline, string? ContentId)
{
    [JsonPropertyName("@odata.type")]
    public string Type => "#microsoft.graph.fileAttachment";
}

internal sealed record NewUploadSession([property: JsonPropertyName("AttachmentItem")] NewAttachmentItem Item);

internal sealed record NewAttachmentItem(string AttachmentType, string Name, long Size, string ContentType, bool IsInline, string? ContentId);

internal sealed record NewKeyCredential(string Type, string Usage, string Key);

internal sealed record AddKeyRequest(NewKeyCredential KeyCredential, string Proof);

internal sealed record RemoveKeyRequest(string KeyId, string Proof);

internal sealed record GraphKeyCredential(string? KeyId, string? CustomKeyIdentifier, DateTimeOffset? EndDateTime);

internal sealed record GraphPasswordCredential(string? KeyId, string? Hint, DateTimeOffset? EndDateTime);

internal sealed record GraphApplication(string? Id, List<GraphKeyCredential>? KeyCredentials, List<GraphPasswordCredential>? PasswordCredentials);
