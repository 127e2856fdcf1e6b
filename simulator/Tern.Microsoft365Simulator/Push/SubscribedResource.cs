using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.Graph.Messages;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>What a subscription is about: the messages of a mailbox or of one folder, and what to carry along.</summary>
internal sealed record SubscribedResource(User User, string? Folder, IReadOnlyList<string> Selected)
{
    internal static SubscribedResource Read(GraphCall call, string resource)
    {
        var parts = resource.Split('?', 2);
        var segments = RouteWords.Read(RequestPath.Segments(parts[0]));
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
            ["messages"] => null,
            ["mailFolders", var key, "messages"] => key,
            _ => throw Unsupported(resource),
        };
        return new SubscribedResource(user, folder, Select(new FormFields(parts is [_, var query] ? query : string.Empty)));
    }

    // $select is for resource data, and without it says nothing; Outlook takes no other option, $filter neither.
    private static string[] Select(FormFields query)
    {
        if (query.All.Select(f => f.Key).FirstOrDefault(k => k != "$select") is { } other)
        {
            throw SubscriptionRequest.Invalid($"The query option '{other}' is not supported in the resource of a subscription to messages.");
        }

        try
        {
            _ = MessageShape.Read(query["$select"], expand: null);
        }
        catch (GraphRefusalException refusal)
        {
            throw SubscriptionRequest.Invalid(refusal.Message);
        }

        return query["$select"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    private static GraphRefusalException Unsupported(string resource) =>
        SubscriptionRequest.Invalid($"The resource '{resource}' cannot be subscribed to.");
}
