using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tern.MailEngine.Push;
using Tern.Web;

namespace Tern.Features.Mailboxes.Push;

/// <summary>
/// Microsoft tells of changes (Microsoft Graph: "Receive change notifications through webhooks"). Whoever has not the subscription's secret gets the same
/// answer and is not heard. Nothing here waits for the database: an answer after three seconds counts against the whole endpoint.
/// </summary>
internal static class ReceiveNotifications
{
    private const int LargestBody = 1024 * 1024;
    private const int LongestToken = 2048;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    internal static void Map(RouteGroupBuilder push)
    {
        push.WithMetadata(new WithoutAntiforgery(), new RequestSizeLimitAttribute(LargestBody));
        push.MapPost("/{mailbox:guid}", (string? validationToken, Stream body, Notifications notifications, TimeProvider time, CancellationToken cancellationToken) =>
            ReceiveAsync(validationToken, body, notifications, time, cancellationToken));
        push.MapPost("/lifecycle/{mailbox:guid}", (string? validationToken, Stream body, Notifications notifications, TimeProvider time, CancellationToken cancellationToken) =>
            ReceiveAsync(validationToken, body, notifications, time, cancellationToken));
    }

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult>> ReceiveAsync(
        string? validationToken, Stream body, Notifications notifications, TimeProvider time, CancellationToken cancellationToken)
    {
        if (validationToken is not null)
        {
            // The handshake: the token as text, and escaped, because anybody may choose it.
            return validationToken.Length <= LongestToken
                ? TypedResults.Text(WebUtility.HtmlEncode(validationToken), "text/plain", statusCode: StatusCodes.Status200OK)
                : TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var told = await JsonDocument.ParseAsync(body, cancellationToken: either.Token);
            foreach (var notification in Read(told.RootElement))
            {
                notifications.Take(notification);
            }
        }
        catch (JsonException)
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable); // it is told again
        }

        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>Both addresses take both kinds: what an entry is, it says itself.</summary>
    private static IEnumerable<Notification> Read(JsonElement told)
    {
        if (told.ValueKind != JsonValueKind.Object || !told.TryGetProperty("value", out var entries) || entries.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var entry in entries.EnumerateArray())
        {
            if (Text(entry, "clientState") is { } clientState)
            {
                yield return new Notification(clientState, Text(entry, "lifecycleEvent") switch
                {
                    null => null,
                    "reauthorizationRequired" => LifecycleEvent.ReauthorizationRequired,
                    "subscriptionRemoved" => LifecycleEvent.SubscriptionRemoved,
                    _ => LifecycleEvent.Missed, // and what may come later: a look never harms
                });
            }
        }
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
