using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>A mailbox over Graph: delta feed with immutable ids, MIME source, and drafts that carry our key.</summary>
internal sealed class GraphSession : IMailboxSession
{
    /// <summary>Under this name drafts and sent copies carry our outbox key (Outlook extended properties).</summary>
    internal const string KeyProperty = "String {8a3c7c52-7f0f-4d2c-9c35-6f1e5c1b7a11} Name TernOutboxId";

    private static readonly string[] OutgoingFolders = ["sentitems", "drafts", "outbox"];

    private readonly GraphClient _graph;
    private readonly string _user;
    private readonly GraphReading _reading;
    private readonly GraphFiling _filing;

    public GraphSession(GraphClient client, MailboxTraffic traffic, MailboxSettings settings)
    {
        (_graph, _user) = (client, UserOf(settings));
        _reading = new GraphReading(client, traffic, _user);
        _filing = new GraphFiling(client, _user);
    }

    /// <summary>The mailbox in Graph's addresses.</summary>
    internal static string UserOf(MailboxSettings settings) => $"users/{Uri.EscapeDataString(settings.Address)}";

    /// <summary>Graph takes 4 MB a request, and the MIME goes as base64 (Microsoft Graph: "Send Outlook messages in MIME format").</summary>
    public long MaxRawBytes => 2_900_000;

    public Task<ChangePage> ReadChangesAsync(string folder, string? cursor, CancellationToken cancellationToken) => _reading.ReadChangesAsync(folder, cursor, cancellationToken);

    public Task<IReadOnlyList<MailChange>> ListAsync(string folder, DateTimeOffset since, DateTimeOffset? before, int atMost, CancellationToken cancellationToken) =>
        _reading.ListAsync(folder, since, before, atMost, cancellationToken);

    public Task<MailChange?> FindAsync(string providerId, CancellationToken cancellationToken) => _reading.FindAsync(providerId, cancellationToken);

    public Task<RawMessage?> OpenMessageAsync(string providerId, CancellationToken cancellationToken) => _reading.OpenMessageAsync(providerId, cancellationToken);

    public Task FileAsync(string providerId, AfterImport action, CancellationToken cancellationToken) => _filing.FileAsync(providerId, action, cancellationToken);

    public Task<IReadOnlyList<ListedFolder>> ListFoldersAsync(CancellationToken cancellationToken) => new GraphFolders(_graph, _user).ListAsync(cancellationToken);

    public async Task<string> CreateDraftAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var base64 = Convert.ToBase64String(message.Span);
        var draft = await _graph.WriteAsync(
            HttpMethod.Post,
            _graph.Address($"{_user}/messages"),
            () => new StringContent(base64, Encoding.ASCII, "text/plain"),
            GraphJson.Default.GraphMessage,
            cancellationToken,
            base64.Length);
        return draft.Id ?? throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "A draft was created, but the answer does not say which."));
    }

    public Task MarkDraftAsync(string draftId, Guid key, CancellationToken cancellationToken)
    {
        var patch = new GraphMessage { SingleValueExtendedProperties = [new ExtendedProperty(KeyProperty, key.ToString())] };
        return _graph.WriteAsync(HttpMethod.Patch, Message(draftId), () => JsonContent.Create(patch, GraphJson.Default.GraphMessage), cancellationToken);
    }

    public async Task<OutgoingLocation> LocateAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (item.DraftId is { } id && await LookUpAsync(id, cancellationToken) is { } known)
        {
            return known.IsDraft != false && await IsInOutboxAsync(known, cancellationToken) ? new OutgoingLocation(OutgoingPlace.Leaving, known.Id, null) : Place(known);
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
                var address = _graph.Address($"{_user}/mailFolders/{folder}/messages?$select=isDraft,internetMessageId&$filter={Uri.EscapeDataString(filter)}");
                var page = await _graph.GetAsync(address, GraphJson.Default.GraphMessagePage, cancellationToken);
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
            var page = await _graph.GetAsync(next, GraphJson.Default.GraphAttachmentPage, cancellationToken);
            names.AddRange((page.Value ?? []).Select(a => a.Name ?? string.Empty));
            if (page.NextLink is not { } link || !_graph.IsOurs(link))
            {
                return names;
            }

            next = new Uri(link);
        }
    }

    public Task UploadAttachmentAsync(string draftId, LargeAttachment attachment, CancellationToken cancellationToken) =>
        new AttachmentUpload(_graph, Message(draftId, "/attachments")).RunAsync(attachment, cancellationToken);

    public async Task SendDraftAsync(string draftId, CancellationToken cancellationToken)
    {
        try
        {
            await _graph.WriteAsync(HttpMethod.Post, Message(draftId, "/send"), EmptyContent, cancellationToken);
        }
        catch (ItemNotFoundException gone)
        {
            // Deleted by a person, or already on its way after an earlier try: it must be looked for.
            throw new MailboxUnavailableException(gone.Fault, gone);
        }
    }

    private async Task<GraphMessage?> LookUpAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await _graph.GetAsync(Message(id, "?$select=isDraft,internetMessageId,parentFolderId"), GraphJson.Default.GraphMessage, cancellationToken);
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What was submitted and has not left yet is still a draft by its flag; where it lies tells the two apart.</summary>
    private async Task<bool> IsInOutboxAsync(GraphMessage message, CancellationToken cancellationToken) =>
        message.ParentFolderId is { } parent
        && (await _graph.GetAsync(_graph.Address($"{_user}/mailFolders/outbox?$select=id"), GraphJson.Default.GraphFolder, cancellationToken)).Id == parent;

    private static OutgoingLocation Place(GraphMessage found) =>
        new(found.IsDraft == false ? OutgoingPlace.Sent : OutgoingPlace.Draft, found.Id, found.InternetMessageId?.Trim().Trim('<', '>'));

    private Uri Message(string id, string rest = "") => _graph.Address($"{_user}/messages/{Uri.EscapeDataString(id)}{rest}");

    private static ByteArrayContent EmptyContent() => new([]) { Headers = { ContentLength = 0, ContentType = new MediaTypeHeaderValue("application/json") } };
}
