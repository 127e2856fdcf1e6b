using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Push;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>Who is told of changes in a mailbox (Microsoft Graph: "Create subscription", "Update subscription"), in all of its folders: which of them counts, reading knows.</summary>
internal sealed partial class GraphSubscriptions(GraphClient graph, string user) : ISubscriptions
{
    /// <summary>A mail that comes, and one that is moved. What is read or flagged is no news.</summary>
    private const string ChangeType = "created";

    /// <summary>409, 400 and refusals of Outlook come under this one code.</summary>
    private const string ExtensionError = "ExtensionError";

    public async Task<Subscription> CreateAsync(SubscriptionWish wish, CancellationToken cancellationToken)
    {
        var body = new GraphSubscription
        {
            ChangeType = ChangeType,
            NotificationUrl = wish.Address.Notifications.AbsoluteUri,
            LifecycleNotificationUrl = wish.Address.Lifecycle.AbsoluteUri,
            Resource = $"{user}/messages",
            ClientState = wish.ClientState,
            ExpirationDateTime = wish.ExpiresAt,
            LatestSupportedTlsVersion = "v1_2",
        };
        return Read(await TranslateAsync(() => graph.WriteAsync(
            HttpMethod.Post, graph.Address("subscriptions"), () => JsonContent.Create(body, GraphJson.Default.GraphSubscription), GraphJson.Default.GraphSubscription, cancellationToken)));
    }

    public async Task<Subscription?> RenewAsync(string id, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var body = new GraphSubscription { ExpirationDateTime = expiresAt };
        try
        {
            return Read(await TranslateAsync(() => graph.WriteAsync(
                HttpMethod.Patch, Address(id), () => JsonContent.Create(body, GraphJson.Default.GraphSubscription), GraphJson.Default.GraphSubscription, cancellationToken)));
        }
        catch (MailboxException gone) when (IsGone(gone))
        {
            return null;
        }
    }

    public async Task<Subscription?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await graph.GetAsync(Address(id), GraphJson.Default.GraphSubscription, cancellationToken));
        }
        catch (MailboxException gone) when (IsGone(gone))
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<Subscription>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<Subscription>();
        var next = graph.Address("subscriptions");
        while (true)
        {
            var page = await graph.GetAsync(next, GraphJson.Default.GraphSubscriptionPage, cancellationToken);
            found.AddRange((page.Value ?? []).Select(Read));
            if (page.NextLink is not { } link || !graph.IsOurs(link))
            {
                return found;
            }

            next = new Uri(link);
        }
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await graph.WriteAsync(HttpMethod.Delete, Address(id), () => null, cancellationToken);
        }
        catch (MailboxException gone) when (IsGone(gone))
        {
            // It ended by itself.
        }
    }

    private Uri Address(string id) => graph.Address($"subscriptions/{Uri.EscapeDataString(id)}");

    private static Subscription Read(GraphSubscription found) => found is { Id: { } id, ExpirationDateTime: { } ends }
        ? new Subscription(id, Uri.TryCreate(found.NotificationUrl, UriKind.Absolute, out var url) ? url : null, ends)
        : throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "Graph speaks of a subscription and does not say which, or for how long."));

    private static bool IsGone(MailboxException exception) => exception switch
    {
        ItemNotFoundException => true,
        MailboxAuthenticationException { Fault.Code: FaultCodes.MailboxUnknown } => true,
        MessageRejectedException { Fault: { ProviderCode: ExtensionError } fault } => fault.Detail.Contains("NotFound", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static async Task<GraphSubscription> TranslateAsync(Func<Task<GraphSubscription>> ask)
    {
        try
        {
            return await ask();
        }
        catch (MailboxUnavailableException exists) when (!exists.MayHaveHappened && exists.Fault.ProviderCode == ExtensionError)
        {
            throw new SubscriptionExistsException(exists.Fault, exists);
        }
        catch (MessageRejectedException tooLong) when (Bound().Match(tooLong.Fault.Detail) is { Success: true } bound)
        {
            throw new SubscriptionTooLongException(tooLong.Fault, TimeSpan.FromMinutes(int.Parse(bound.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture)), tooLong);
        }
        catch (MessageRejectedException unproved) when (unproved.Fault.ProviderCode == "ValidationError" || unproved.Fault.Detail.Contains("ubscription validation request", StringComparison.Ordinal))
        {
            throw Of(unproved, FaultCodes.PushUnreachable);
        }
        catch (MailboxException refused) when (refused is MessageRejectedException or MailboxAuthenticationException { Fault.Code: FaultCodes.AccessDenied } && !IsGone(refused))
        {
            throw Of(refused, FaultCodes.PushRefused);
        }
    }

    private static MailboxAuthenticationException Of(MailboxException cause, string code) =>
        new(cause.Fault with { Code = code, Class = FaultCodes.ClassOf(code) }, cause);

    [GeneratedRegex(@"can only be (?<minutes>\d{1,7}) minutes")]
    private static partial Regex Bound();
}

internal sealed record GraphSubscriptionPage(List<GraphSubscription>? Value)
{
    [System.Text.Json.Serialization.JsonPropertyName("@odata.nextLink")]
    public string? NextLink { get; init; }
}

internal sealed record GraphSubscription
{
    public string? Id { get; init; }

    public string? ChangeType { get; init; }

    public string? NotificationUrl { get; init; }

    public string? LifecycleNotificationUrl { get; init; }

    public string? Resource { get; init; }

    public string? ClientState { get; init; }

    public DateTimeOffset? ExpirationDateTime { get; init; }

    public string? LatestSupportedTlsVersion { get; init; }
}
