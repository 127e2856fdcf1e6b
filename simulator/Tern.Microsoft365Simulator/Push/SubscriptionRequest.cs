using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>The fields of a subscription as they were sent, judged one by one (subscription-post-subscriptions).</summary>
internal static class SubscriptionRequest
{
    private const int LongestClientState = 128;
    private static readonly string[] Kinds = ["created", "updated", "deleted"];
    private static readonly string[] TlsVersions = ["v1_0", "v1_1", "v1_2", "v1_3"];

    internal static string ChangeType(JsonObject body)
    {
        var text = Required(body, "changeType");
        var kinds = text.Split(',', StringSplitOptions.TrimEntries);
        return kinds.All(k => Kinds.Contains(k, StringComparer.OrdinalIgnoreCase))
            ? text
            : throw Invalid($"'{text}' is not a valid changeType: created, updated, deleted.");
    }

    internal static string? ClientState(JsonObject body) => body.Text("clientState") is { Length: > LongestClientState }
        ? throw Invalid($"The clientState must not be longer than {LongestClientState} characters.")
        : body.Text("clientState");

    internal static string? TlsVersion(JsonObject body) => body.Text("latestSupportedTlsVersion") is not { } version
        ? null
        : TlsVersions.Contains(version, StringComparer.Ordinal) ? version : throw Invalid($"'{version}' is no TLS version.");

    /// <summary>https and public; a switch lets a developer listen on loopback without a certificate.</summary>
    internal static string Url(World world, string name, string url)
    {
        var fits = Uri.TryCreate(url, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps
                || (world.Settings.AllowHttpOnLoopback && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
        return fits ? url : throw Invalid($"The {name} has to be an absolute https address.");
    }

    internal static DateTimeOffset Expiration(World world, JsonObject body, bool withResourceData)
    {
        var text = Required(body, "expirationDateTime");
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var asked))
        {
            throw Invalid($"Cannot convert '{text}' to a date and time.");
        }

        if (asked <= world.Now)
        {
            throw Invalid("The expirationDateTime lies in the past.");
        }

        var longest = withResourceData ? world.Settings.LongestSubscriptionWithData : world.Settings.LongestSubscription;
        if (asked > world.Now + longest)
        {
            throw new GraphRefusalException(400, "ExtensionError", $"Subscription expiration can only be {(long)longest.TotalMinutes} minutes in the future.");
        }

        var earliest = world.Now + world.Settings.ShortestSubscription;
        return asked < earliest ? earliest : asked;
    }

    /// <summary>Resource data travels encrypted, so it needs a certificate and the list of what is wanted (change-notifications-with-resource-data).</summary>
    internal static void CheckResourceData(JsonObject body, IReadOnlyList<string> selected)
    {
        Required(body, "encryptionCertificateId");
        var encoded = Required(body, "encryptionCertificate");
        if (selected.Count == 0)
        {
            throw Invalid("Resource data of Outlook needs $select in the resource.");
        }

        if (selected.FirstOrDefault(p => p.ToUpperInvariant() is "BODY" or "UNIQUEBODY" or "*") is { } content)
        {
            throw Invalid($"'{content}' is not available in notifications with resource data.");
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(encoded));
            using var key = certificate.GetRSAPublicKey();
            if (key is null)
            {
                throw Invalid("The encryptionCertificate has no RSA key.");
            }
        }
        catch (Exception problem) when (problem is FormatException or CryptographicException)
        {
            throw Invalid("The encryptionCertificate is no base64 of a DER certificate.");
        }
    }

    internal static string Required(JsonObject body, string name) =>
        body.Text(name) is { Length: > 0 } text ? text : throw Invalid($"The property '{name}' is required.");

    internal static GraphRefusalException Invalid(string text) => new(400, "InvalidRequest", text);
}
