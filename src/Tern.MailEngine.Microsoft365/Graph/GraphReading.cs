using System.Globalization;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>Reads a mailbox: the change feed of each folder with immutable ids, the listing that counts it, and the MIME source.</summary>
internal sealed class GraphReading(GraphClient graph, MailboxTraffic traffic, string user)
{
    private const string Selected = "receivedDateTime,conversationId";

    public async Task<ChangePage> ReadChangesAsync(string folder, string? cursor, CancellationToken cancellationToken)
    {
        if (cursor is not null && !graph.IsOurs(cursor))
        {
            // The address of Graph was changed in the settings; our token must not follow an old link.
            throw new SyncCursorExpiredException(new Fault(FaultCodes.CursorExpired, FaultClass.Transient, "The stored link leads to another host than the one configured."));
        }

        var address = cursor is null ? graph.Address($"{Folder(folder)}/messages/delta?$select={Selected}") : new Uri(cursor);
        var page = await ReadPageAsync(address, cancellationToken);
        var link = page.NextLink ?? page.DeltaLink
            ?? throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, "A page of changes came without a link to the next."));
        return new ChangePage([.. Rows(page)], link, IsLast: page.NextLink is null);
    }

    /// <summary>$orderby must lead in $filter (Microsoft Graph: "List messages", otherwise InefficientFilter).</summary>
    public async Task<IReadOnlyList<MailChange>> ListAsync(string folder, DateTimeOffset since, DateTimeOffset? before, int atMost, CancellationToken cancellationToken)
    {
        var filter = $"receivedDateTime ge {Moment(since)}" + (before is { } end ? $" and receivedDateTime le {Moment(end)}" : "");
        var next = graph.Address($"{Folder(folder)}/messages?$select={Selected}&$top={atMost}&$filter={Uri.EscapeDataString(filter)}&$orderby=receivedDateTime%20desc");
        var rows = new List<MailChange>();
        while (true)
        {
            var page = await FromFolderAsync(() => graph.GetAsync(next, GraphJson.Default.GraphMessagePage, cancellationToken));
            rows.AddRange(Rows(page));
            if (rows.Count >= atMost || page.NextLink is not { } link || !graph.IsOurs(link))
            {
                return rows;
            }

            next = new Uri(link);
        }
    }

    public async Task<MailChange?> FindAsync(string providerId, CancellationToken cancellationToken)
    {
        try
        {
            var found = await graph.GetAsync(Message(providerId, $"?$select={Selected}"), GraphJson.Default.GraphMessage, cancellationToken);
            return new MailChange(providerId, IsRemoved: false, found.ReceivedDateTime, found.ConversationId);
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
    }

    public async Task<RawMessage?> OpenMessageAsync(string providerId, CancellationToken cancellationToken)
    {
        GraphDownload download;
        try
        {
            download = await graph.DownloadAsync(Message(providerId, "/$value"), cancellationToken);
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
        catch (MailboxUnavailableException failure) when (failure.Fault.Code == FaultCodes.ProviderDown)
        {
            throw new MessageRejectedException(failure.Fault, failure); // this message's own trouble until the provider shows otherwise
        }

        var content = download.Response.Content;
        return new RawMessage(new MimeStream(await content.ReadAsStreamAsync(cancellationToken), content.Headers.ContentLength, graph.Time), receivedAt: null, download);
    }

    /// <summary>A page that cannot be put together in time is asked for with fewer rows, down to a handful.</summary>
    private async Task<GraphMessagePage> ReadPageAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var page = await FromFolderAsync(() => graph.GetAsync(address, GraphJson.Default.GraphMessagePage, cancellationToken, traffic.PageSize));
                traffic.PageCame();
                return page;
            }
            catch (MailboxUnavailableException slow) when (GraphClient.IsTooSlow(slow.Fault) && traffic.TrySmallerPage())
            {
                // The link stays good with another size of page (RULES of the change feed: odata.maxpagesize is sent with every request).
            }
        }
    }

    private static async Task<GraphMessagePage> FromFolderAsync(Func<Task<GraphMessagePage>> ask)
    {
        try
        {
            return await ask();
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

    private static IEnumerable<MailChange> Rows(GraphMessagePage page) =>
        (page.Value ?? []).Where(m => m.Id is not null).Select(m => new MailChange(m.Id!, m.Removed is not null, m.ReceivedDateTime, m.ConversationId));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Folder(string folder) => $"{user}/mailFolders/{Uri.EscapeDataString(folder)}";

    private Uri Message(string id, string rest) => graph.Address($"{user}/messages/{Uri.EscapeDataString(id)}{rest}");
}
