using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Outbox;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>
/// Attaches a file to a draft: in one request under 3 MB, otherwise by upload session in slices (Graph: "Attach large files to Outlook messages").
/// The offset is our own: Outlook answers it in a form of its own and gives none on request.
/// </summary>
internal sealed class AttachmentUpload(GraphClient graph, Uri attachments)
{
    private const long SessionFrom = 3 * 1024 * 1024;
    private const int SliceSize = 3_276_800;
    private const int TriesPerSlice = 3;

    public async Task RunAsync(LargeAttachment attachment, CancellationToken cancellationToken)
    {
        await using var content = attachment.Open();
        if (attachment.Size < SessionFrom)
        {
            var bytes = new byte[attachment.Size];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            var file = new NewFileAttachment(attachment.Name, attachment.ContentType, bytes, attachment.ContentId is not null, attachment.ContentId);
            await graph.WriteAsync(HttpMethod.Post, attachments, () => JsonContent.Create(file, GraphJson.Default.NewFileAttachment), cancellationToken, bytes.Length * 4L / 3);
            return;
        }

        var session = await OpenSessionAsync(attachment, cancellationToken);
        var slice = new byte[SliceSize];
        var offset = 0L;
        while (offset < attachment.Size)
        {
            var length = (int)Math.Min(SliceSize, attachment.Size - offset);
            await content.ReadExactlyAsync(slice.AsMemory(0, length), cancellationToken);
            var status = await PutAsync(session, slice.AsMemory(0, length), offset, attachment.Size, cancellationToken);
            offset += length;
            if (offset == attachment.Size && status != HttpStatusCode.Created)
            {
                throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "The last slice was taken, but the attachment was not created."));
            }
        }
    }

    private async Task<Uri> OpenSessionAsync(LargeAttachment attachment, CancellationToken cancellationToken)
    {
        var request = new NewUploadSession(new NewAttachmentItem("file", attachment.Name, attachment.Size, attachment.ContentType, attachment.ContentId is not null, attachment.ContentId));
        var session = await graph.WriteAsync(
            HttpMethod.Post,
            new Uri(attachments.AbsoluteUri + "/createUploadSession"),
            () => JsonContent.Create(request, GraphJson.Default.NewUploadSession),
            GraphJson.Default.GraphUploadSession,
            cancellationToken);
        return Uri.TryCreate(session.UploadUrl, UriKind.Absolute, out var address)
            ? address
            : throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "An upload session came without an address."));
    }

    private async Task<HttpStatusCode> PutAsync(Uri session, ReadOnlyMemory<byte> slice, long offset, long total, CancellationToken cancellationToken)
    {
        var mayBeTaken = false;
        for (var attempt = 1; ; attempt++)
        {
            using var content = new ReadOnlyMemoryContent(slice);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Headers.ContentRange = new ContentRangeHeaderValue(offset, offset + slice.Length - 1, total);
            try
            {
                return await graph.UploadAsync(session, content, cancellationToken);
            }
            catch (MailboxUnavailableException unknown) when (attempt < TriesPerSlice)
            {
                // The same slice again: Outlook expects exactly this offset until it has it.
                mayBeTaken |= unknown.MayHaveHappened;
            }
            catch (MessageRejectedException taken) when (mayBeTaken && taken.Fault.Code == FaultCodes.MessageRejected && offset + slice.Length < total)
            {
                return HttpStatusCode.OK; // it had it already, and only the answer was lost
            }
            catch (MailboxException over) when (over is ItemNotFoundException || over.Fault.Code is FaultCodes.TokenRefused or FaultCodes.MessageRejected)
            {
                // The address has ended, or the last slice was taken and only the answer was lost. What is attached is looked at before a new upload begins.
                throw new MailboxUnavailableException(over.Fault with { Code = FaultCodes.AnswerUnreadable, Class = FaultClass.Transient }, over);
            }
        }
    }
}
