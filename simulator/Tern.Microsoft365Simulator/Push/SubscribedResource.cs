using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>What a subscription is about: the messages of a mailbox or of one folder, and what to carry along.</summary>
internal sealed record SubscribedResource(User User, string? Folder, IReadOnlyList<string> Selected)
{
    internal static SubscribedResource Read(GraphCall call, string resource)
    {
        var parts = resource.Split('?', 2);
        var segments = RequestPath.Segments(parts[0]);
        if (segments is ["v1.0", ..])
        {
            segments = segments[1..];
        }

        var (user, rest) = segments switch
        {
            ["me", .. var tail] => (call.Caller.User ?? throw Unsupported(resource), tail),
            ["users", var key, .. var tail] => (MailboxAccess.FindUser(call, key), tail),
            _ => throw Unsupported(resource),
        };
        var folder = rest switch
        {
            [var messages] when Is(messages, "messages") => null,
            [var folders, var key, var messages] when Is(folders, "mailFolders") && Is(messages, "messages") => key,
            _ => throw Unsupported(resource),
        };
        var select = new FormFields(parts is [_, var query] ? query : string.Empty)["$select"];
        return new SubscribedResource(user, folder, select?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
    }

    private static bool Is(string segment, string name) => string.Equals(segment, name, StringComparison.OrdinalIgnoreCase);

    private static GraphRefusalException Unsupported(string resource) =>
        SubscriptionRequest.Invalid($"The resource '{resource}' cannot be subscribed to.");
}
