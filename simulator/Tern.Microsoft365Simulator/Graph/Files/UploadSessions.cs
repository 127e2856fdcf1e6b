using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>
/// Large attachments in pieces (outlook-large-attachments). The upload address is its own key and takes no token; ranges
/// are Outlook's: one start, without a dash, once the first piece is in.
/// </summary>
internal static class UploadSessions
{
    private const long Smallest = 3L * 1024 * 1024;
    private const long Largest = 150L * 1024 * 1024;
    private const int LargestPiece = 4 * 1024 * 1024;
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    internal static SimulatedResponse Create(GraphCall call, string id)
    {
        var draft = AddAttachment.Draft(call, id);
        if (call.BodyObject()["attachmentItem"] is not JsonObject item || item.Number("size") is not { } size)
        {
            throw new GraphRefusalException(400, "ErrorInvalidParameter", "AttachmentItem with its size is missing.");
        }

        if (!string.Equals(item.Text("attachmentType") ?? "file", "file", StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphRefusalException(400, "ErrorInvalidParameter", "Only files can be uploaded to a message.");
        }

        if (size < Smallest)
        {
            throw new GraphRefusalException(400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize", "The attachment size should not be less than the minimum size (3 MB).");
        }

        if (size > Largest)
        {
            throw new GraphRefusalException(413, "ErrorAttachmentSizeLimitExceeded", "The attachment size exceeds the allowable limit (150 MB).");
        }

        var key = call.World.Random.Identifier();
        var session = new UploadSession
        {
            UserId = call.Mailbox.UserId,
            ClientId = call.Caller.App.ClientId,
            Message = draft.Number,
            Name = item.Text("name") ?? "attachment",
            ContentType = AddAttachment.ContentType(item),
            Size = size,
            IsInline = item.Flag("isInline") ?? false,
            ContentId = AddAttachment.ContentId(item),
            Expires = call.World.Now + Life,
        };
        foreach (var expired in call.World.State.Uploads.Where(u => call.World.Now >= u.Value.Expires).Select(u => u.Key).ToList())
        {
            call.World.State.Uploads.Remove(expired);
        }

        call.World.State.Uploads.Add(key, session);
        return call.Json(201, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#microsoft.graph.uploadSession",
            ["uploadUrl"] = $"{call.Request.BaseUrl}/upload/{key}?authtoken={AuthToken(call.World, key)}",
            ["expirationDateTime"] = GraphTime.Write(session.Expires),
            ["nextExpectedRanges"] = new JsonArray("0-"),
        });
    }

    /// <summary>What comes to the upload address itself.</summary>
    internal static SimulatedResponse Receive(World world, SimulatedRequest request, string key, RequestEntry entry) => GraphAnswers.Guard(world, request, entry, () =>
    {
        if (!world.State.Uploads.TryGetValue(key, out var session) || world.Now >= session.Expires)
        {
            throw world.Settings.ExpiredUploadStatus == 401
                ? new GraphRefusalException(401, "InvalidAuthenticationToken", "The token of the upload address has expired.")
                : new GraphRefusalException(404, "ErrorItemNotFound", "The upload session was not found or has expired.");
        }

        if (FormFields.OfQuery(request)["authtoken"] != AuthToken(world, key))
        {
            throw new GraphRefusalException(401, "InvalidAuthenticationToken", "The token of the upload address is not valid.");
        }

        world.Throttle.CheckMailbox(world, request, session.ClientId, session.UserId);
        entry.Mailbox = world.State.Users.Find(u => u.Id == session.UserId)?.UserPrincipalName;
        return request.Method switch
        {
            "PUT" => Take(world, request, key, session),
            "DELETE" => Cancel(world, key),
            "GET" when world.Settings.UploadStateReadable => Progress(request, session),
            _ => throw new GraphRefusalException(405, "BadRequest", "Only PUT and DELETE are allowed on an upload address."),
        };
    });

    private static SimulatedResponse Take(World world, SimulatedRequest request, string key, UploadSession session)
    {
        if (!ContentRangeHeaderValue.TryParse(request.Header("Content-Range"), out var range) || range is not { From: { } from, To: { } to, Length: { } length }
            || length != session.Size || to - from + 1 != request.Body.Length)
        {
            throw new GraphRefusalException(400, "ErrorInvalidParameter", "The Content-Range header is missing, or does not fit the size of the attachment or of the body.");
        }

        if (request.Body.Length > LargestPiece)
        {
            throw new GraphRefusalException(413, "ErrorInvalidRequest", "The maximum size of one piece is 4MB.");
        }

        if (from != session.Received)
        {
            throw new GraphRefusalException(416, "ErrorInvalidParameter", $"The next piece has to start at {session.Received}.");
        }

        if (world.State.Mailboxes.TryGetValue(session.UserId, out var mailbox))
        {
            MailboxAccess.RequireRoom(world, mailbox, to + 1);
        }

        session.Pieces.Add(request.Body.ToArray());
        session.Received = to + 1;
        session.Expires = world.Now + Life;
        return session.Received < session.Size
            ? Progress(request, session)
            : Finish(world, request, key, session);
    }

    private static SimulatedResponse Progress(SimulatedRequest request, UploadSession session) => SimulatedResponse.Json(200, new JsonObject
    {
        ["@odata.context"] = $"{request.BaseUrl}/v1.0/$metadata#microsoft.graph.uploadSession",
        ["expirationDateTime"] = GraphTime.Write(session.Expires),
        ["nextExpectedRanges"] = new JsonArray($"{session.Received}"),
    });

    private static SimulatedResponse Finish(World world, SimulatedRequest request, string key, UploadSession session)
    {
        world.State.Uploads.Remove(key);
        if (!world.State.Mailboxes.TryGetValue(session.UserId, out var mailbox)
            || !mailbox.Messages.TryGetValue(session.Message, out var draft) || draft.IsSubmitted)
        {
            throw GraphRefusalException.ItemNotFound();
        }

        var content = new byte[session.Size];
        var at = 0;
        foreach (var piece in session.Pieces)
        {
            piece.CopyTo(content, at);
            at += piece.Length;
        }

        var added = draft.Add(new AddedAttachment(0, session.Name, session.ContentType, session.IsInline, session.ContentId, world.Now, content));
        mailbox.Touch(draft, world.Now, "hasAttachments,attachments");
        var ids = world.Ids();
        var message = ids.Message(mailbox, draft, immutable: false);
        return SimulatedResponse.Empty(201)
            .With("Location", $"{request.BaseUrl}/v1.0/users('{mailbox.UserId}')/messages('{message}')/attachments('{ids.Attachment(mailbox, draft.Number, -added.Number)}')")
            .With("Content-Length", "0");
    }

    private static string AuthToken(World world, string key) => world.Identifier($"upload:{key}", 0);

    private static SimulatedResponse Cancel(World world, string key)
    {
        world.State.Uploads.Remove(key);
        return SimulatedResponse.Empty(204);
    }
}
