using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>A mailbox over Graph: delta feed with immutable ids, MIME source, and drafts that carry our key.</summary>
internal sealed class GraphSession(GraphClient graph, MailboxSettings settings) : IMailboxSession
{
    /// <summary>Under this name drafts and sent copies carry our outbox key (Outlook extended properties).</summary>
    internal const string KeyProperty = "String {8a3c7c52-7f0f-4d2c-9c35-6f1e5c1b7a11} Name TernOutboxId";

    /// <summary>Rows of one delta page; the answer is small because only two properties are selected.</summary>
    private const int PageSize = 100;

    private static readonly string[] OutgoingFolders = ["sentitems", "drafts", "outbox"];

    private readonly string _user = $"users/{Uri.EscapeDataString(settings.Address)}";

    /// <summary>Graph takes 4 MB a request, and the MIME goes as base64 (Microsoft Graph: "Send Outlook messages in MIME format").</summary>
    public long MaxRawBytes => 2_900_000;

    public async Task<ChangePage> ReadChangesAsync(string? cursor, CancellationToken cancellationToken)
    {
        if (cursor is not null && !graph.IsOurs(cursor))
        {
            // The address of Graph was changed in the settings; our token must not follow an old link.
            throw new SyncCursorExpiredException(new Fault(FaultCodes.CursorExpired, FaultClass.Transient, "The stored link leads to another host than the one configured."));
        }

        var address = cursor is null
            ? graph.Address($"{_user}/mailFolders/{Uri.EscapeDataString(settings.Folder)}/messages/delta?$select=receivedDateTime,conversationId")
            : new Uri(cursor);
        var page = await ReadPageAsync(address, cancellationToken);
        var link = page.NextLink ?? page.DeltaLink
            ?? throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "A page of changes came without a link to the next."));
        return new ChangePage(
            [.. (page.Value ?? []).Where(m => m.Id is not null).Select(m => new MailChange(m.Id!, m.Removed is not null, m.ReceivedDateTime, m.ConversationId))],
            link,
            IsLast: page.NextLink is null);
    }

    private async Task<GraphMessagePage> ReadPageAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await graph.GetAsync(address, GraphJson.Default.GraphMessagePage, cancellationToken, PageSize);
        }
        catch (ItemNotFoundException missing)
        {
            throw new MailboxAuthenticationException(missing.Fault with { Code = FaultCodes.FolderMissing, Class = FaultClass.AdministratorMustAct }, missing);
        }
        catch (MessageRejectedException refused)
        {
            // What is neither a folder's id nor one of the well-known names is called malformed.
            var code = refused.Fault.ProviderCode == "ErrorInvalidIdMalformed" ? FaultCodes.FolderMissing : FaultCodes.ConfigurationWrong;
            throw new MailboxAuthenticationException(refused.Fault with { Code = code }, refused);
        }
    }

    public async Task<RawMessage?> OpenMessageAsync(string providerId, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await graph.DownloadAsync(Message(providerId, "/$value"), cancellationToken);
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
        catch (MailboxUnavailableException failure) when (failure.Fault.Code == FaultCodes.ProviderDown)
        {
            throw new MessageRejectedException(failure.Fault, failure); // this message's own trouble until the provider shows otherwise
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new RawMessage(new MimeStream(body, response.Content.Headers.ContentLength, graph.Time), receivedAt: null, response);
    }

    public async Task<string> CreateDraftAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var base64 = Convert.ToBase64String(message.Span);
        var draft = await graph.WriteAsync(
            HttpMethod.Post,
            graph.Address($"{_user}/messages"),
            () => new StringContent(base64, Encoding.ASCII, "text/plain"),
            GraphJson.Default.GraphMessage,
            cancellationToken);
        return draft.Id ?? throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "A draft was created, but the answer does not say which."));
    }

    public Task MarkDraftAsync(string draftId, Guid key, CancellationToken cancellationToken)
    {
        var patch = new GraphMessage { SingleValueExtendedProperties = [new ExtendedProperty(KeyProperty, key.ToString())] };
        return graph.WriteAsync(HttpMethod.Patch, Message(draftId), () => JsonContent.Create(patch, GraphJson.Default.GraphMessage), cancellationToken);
    }

    public async Task<OutgoingLocation> LocateAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (item.DraftId is { } id && await FindAsync(id, cancellationToken) is { } known)
        {
            return Place(known);
        }

        string[] filters =
        [
            $"singleValueExtendedProperties/Any(ep: ep/id eq '{KeyProperty}' and ep/value eq '{item.Id}')",
            $"internetMessageId eq '<{item.MessageId.Replace("'", "''", StringComparison.Ordinal)}>'",
        ];
        foreach (var filter in filters)
        {
            foreach (var folder in OutgoingFolders)
            {
                var address = graph.Address($"{_user}/mailFolders/{folder}/messages?$select=isDraft,internetMessageId&$filter={Uri.EscapeDataString(filter)}");
                var page = await graph.GetAsync(address, GraphJson.Default.GraphMessagePage, cancellationToken);
                if (page.Value is [{ Id: not null } found, ..])
                {
                    return folder == "outbox" ? new OutgoingLocation(OutgoingPlace.Leaving, found.Id, null) : Place(found);
                }
            }
        }

        return new OutgoingLocation(OutgoingPlace.Missing, null, null);
    }

    public async Task<IReadOnlyList<string>?> ListAttachmentsAsync(string draftId, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadNamesAsync(draftId, cancellationToken);
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
    }

    private async Task<List<string>> ReadNamesAsync(string draftId, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var next = Message(draftId, "/attachments?$select=name");
        while (true)
        {
            var page = await graph.GetAsync(next, GraphJson.Default.GraphAttachmentPage, cancellationToken);
            names.AddRange((page.Value ?? []).Select(a => a.Name ?? string.Empty));
            if (page.NextLink is not { } link || !graph.IsOurs(link))
            {
                return names;
            }

            next = new Uri(link);
        }
    }

    public Task UploadAttachmentAsync(string draftId, LargeAttachment attachment, CancellationToken cancellationToken) =>
        new AttachmentUpload(graph, Message(draftId, "/attachments")).RunAsync(attachment, cancellationToken);

    public async Task SendDraftAsync(string draftId, CancellationToken cancellationToken)
    {
        try
        {
            await graph.WriteAsync(HttpMethod.Post, Message(draftId, "/send"), EmptyContent, cancellationToken);
        }
        catch (ItemNotFoundException gone)
        {
            // Deleted by a person, or already on its way after an earlier try: it must be looked for.
            throw new MailboxUnavailableException(gone.Fault, gone);
        }
    }

    private async Task<GraphMessage?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await graph.GetAsync(Message(id, "?$select=isDraft,internetMessageId"), GraphJson.Default.GraphMessage, cancellationToken);
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
    }

    private static OutgoingLocation Place(GraphMessage found) =>
        new(found.IsDraft == false ? OutgoingPlace.Sent : OutgoingPlace.Draft, found.Id, found.InternetMessageId?.Trim().Trim('<', '>'));

    private Uri Message(string id, string rest = "") => graph.Address($"{_user}/messages/{Uri.EscapeDataString(id)}{rest}");

    private static ByteArrayContent EmptyContent() => new([]) { Headers = { ContentLength = 0, ContentType = new MediaTypeHeaderValue("application/json") } };
}
