using System.IO.Compression;
using Tern.Microsoft365Simulator.Graph.Batch;
using Tern.Microsoft365Simulator.Graph.Bodies;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>The paths of graph.microsoft.com/v1.0: who may, and which verb it is.</summary>
internal static class GraphRouter
{
    // "The maximum request length supported is 4MB" (outlook-large-attachments).
    private const int LargestBody = 4 * 1024 * 1024;

    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string[] segments, RequestEntry entry)
    {
        return GraphAnswers.Guard(world, request, entry, () =>
        {
            var caller = GraphCaller.Identify(world, request, entry);
            world.Throttle.CheckGraph(world, caller.App.ClientId);
            var words = RouteWords.Read(segments);
            CheckAccept(request, words);
            request = Unpack(request);
            if (request.Body.Length > LargestBody)
            {
                throw world.Settings.LargeRequestStatus == 400
                    ? GraphRefusalException.BadRequest("The maximum request length supported is 4MB.")
                    : new GraphRefusalException(413, "RequestEntityTooLarge", "The maximum request length supported is 4MB.");
            }

            return Route(new GraphCall(world, request, caller), words, entry);
        });
    }

    private static SimulatedResponse Route(GraphCall call, string[] segments, RequestEntry entry)
    {
        QueryOptions.Check(call, segments);
        if (call.Request.Method == "POST" && segments is ["$batch"])
        {
            return RunBatch.Answer(call, ["v1.0"]);
        }

        if (call.Request.Method == "GET" && segments is ["users"])
        {
            return ShowUser.List(call);
        }

        if ((ApplicationKeys.Answer(call, segments) ?? ShowApplication.Answer(call, segments)) is { } application)
        {
            return application;
        }

        if (segments is ["subscriptions", .. var subscription])
        {
            return Subscriptions.Answer(subscription is [] or [_] ? call.Taking(BodyTypes.Subscription) : call, subscription, entry);
        }

        var (user, rest) = segments switch
        {
            ["me", .. var tail] => (call.Caller.User ?? throw GraphRefusalException.BadRequest("/me request is only valid with delegated authentication flow."), tail),
            ["users" or "$batch"] => throw GraphRefusalException.Unrouted(isKnown: true),
            ["users", var key] => (ShowUser.Find(call, key), segments[2..]),
            ["users", var key, .. var tail] => (MailboxAccess.FindUser(call, key), tail),
            _ => throw GraphRefusalException.NoRoute(segments.FirstOrDefault()),
        };
        entry.Mailbox = user.UserPrincipalName;
        if (rest.Length == 0)
        {
            return call.Request.Method == "GET" ? ShowUser.Answer(call, user) : throw GraphRefusalException.Unrouted(isKnown: true);
        }

        return MailRouter.Answer(call, user, rest);
    }

    // What is no file comes as JSON and as nothing else. With which code a client that takes none is refused was not seen.
    private static void CheckAccept(SimulatedRequest request, string[] segments)
    {
        if (request.Header("Accept") is { Length: > 0 } accept
            && segments is not [.., "$value" or "$count"]
            && !Array.Exists(["application/json", "application/*", "*/*"], type => accept.Contains(type, StringComparison.OrdinalIgnoreCase)))
        {
            throw new GraphRefusalException(406, "NotAcceptable", "A supported MIME type could not be found that matches the acceptable MIME types for the request.");
        }
    }

    // The Graph SDK may compress what it sends. Of what is too large no more is unpacked than shows that it is.
    private static SimulatedRequest Unpack(SimulatedRequest request)
    {
        if (!string.Equals(request.Header("Content-Encoding"), "gzip", StringComparison.OrdinalIgnoreCase))
        {
            return request;
        }

        using var packed = new GZipStream(new MemoryStream(request.Body.ToArray()), CompressionMode.Decompress);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (var read = packed.Read(buffer); read > 0 && body.Length <= LargestBody; read = packed.Read(buffer))
            {
                body.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw GraphRefusalException.BadRequest("The body is no gzip, although Content-Encoding says so.");
        }

        return request with { Body = body.ToArray() };
    }
}
