using System.Text.Json.Serialization;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>The shapes that probes read and write.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProbeDraft))]
[JsonSerializable(typeof(ProbeMailing))]
[JsonSerializable(typeof(ProbePage))]
[JsonSerializable(typeof(ProbeUser))]
[JsonSerializable(typeof(ProbeUsers))]
[JsonSerializable(typeof(ProbeMetadata))]
internal sealed partial class ProbeJson : JsonSerializerContext;

internal sealed record ProbeDraft(string? Id, string? Subject);

internal sealed record ProbeMailing(ProbeMessage Message, bool SaveToSentItems);

internal sealed record ProbeMessage(string Subject, ProbeBody Body, List<ProbeRecipient> ToRecipients);

internal sealed record ProbeBody(string ContentType, string Content);

internal sealed record ProbeRecipient(ProbeAddress? EmailAddress);

internal sealed record ProbeAddress(string? Address, string? Name);

internal sealed record ProbePage(List<ProbeRow>? Value)
{
    [JsonPropertyName("@odata.count")]
    public int? Count { get; init; }
}

internal sealed record ProbeRow(string? Subject, DateTimeOffset? ReceivedDateTime, ProbeRecipient? From);

internal sealed record ProbeUser(string? Id, string? DisplayName, string? Mail, string? UserPrincipalName, List<string>? ProxyAddresses, List<ProbeLicense>? AssignedLicenses);

internal sealed record ProbeLicense(string? SkuId);

internal sealed record ProbeUsers(List<ProbeUser>? Value);

/// <summary>OpenID Connect Discovery §4.2.</summary>
internal sealed record ProbeMetadata
{
    public string? Issuer { get; init; }

    [JsonPropertyName("token_endpoint")]
    public string? TokenEndpoint { get; init; }
}
