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
        while (true)
        {
            var size = Math.Min(atMost, traffic.Listing.Current);
            try
            {
                return await ListAsync(
                    graph.Address($"{Folder(folder)}/messages?$select={Selected}&$top={size}&$filter={Uri.EscapeDataString(filter)}&$orderby=receivedDateTime%20desc"), atMost, cancellationToken);
            }
            catch (MailboxUnavailableException slow) when (slow.IsTooSlow && traffic.Listing.TrySmaller(size))
            {
                // From its beginning: a link to the next page keeps the number of rows that it began with.
            }
        }
    }

    public async Task<MailChange?> FindAsync(string providerId, CancellationToken cancellationToken)
    {
        var found = await FromMessageAsync(() => graph.GetAsync(Message(providerId, $"?$select={Selected}"), GraphJson.Default.GraphMessage, cancellationToken));
        return found is null ? null : new MailChange(providerId, IsRemoved: false, found.ReceivedDateTime, found.ConversationId);
    }

    public async Task<RawMessage?> OpenMessageAsync(string providerId, CancellationToken cancellationToken)
    {
        GraphDownload? download;
        try
        {
            download = await FromMessageAsync(() => graph.DownloadAsync(Message(providerId, "/$value"), cancellationToken));
        }
        catch (MailboxUnavailableException failure) when (failure.Fault.Code == FaultCodes.ProviderDown)
        {
            throw new MessageRejectedException(failure.Fault, failure); // this message's own trouble until the provider shows otherwise
        }

        if (download is null)
        {
            return null;
        }

        var content = download.Response.Content;
        if (!IsMessage(download.Response))
        {
            using (download)
            {
                throw new MailboxUnavailableException(new Fault(
                    FaultCodes.AnswerUnreadable, FaultClass.Transient, $"Something else came in the place of a message ({content.Headers.ContentType?.MediaType ?? "no content type"})."));
            }
        }

        return new RawMessage(new MimeStream(await content.ReadAsStreamAsync(cancellationToken), content.Headers.ContentLength, graph.Time), receivedAt: null, download);
    }

    /// <summary>
    /// Graph answers with text/plain and names every request (Microsoft Graph: "Get MIME content of a message", "Best practices"). A proxy's page says 200 as well,
    /// and kept as a message it would be a mail that nobody wrote and the loss of one that somebody did.
    /// </summary>
    private static bool IsMessage(HttpResponseMessage response) =>
        response.Headers.Contains("request-id") && response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is not ("text/html" or "application/xhtml+xml" or "application/json");

    private async Task<List<MailChange>> ListAsync(Uri address, int atMost, CancellationToken cancellationToken)
    {
        var rows = new List<MailChange>();
        var next = address;
        while (true)
        {
            var page = await FromFolderAsync(() => graph.GetAsync(next, GraphJson.Default.GraphMessagePage, cancellationToken));
            traffic.Listing.Came();
            rows.AddRange(Rows(page));
            if (rows.Count >= atMost || page.NextLink is not { } link || !graph.IsOurs(link))
            {
                return rows;
            }

            next = new Uri(link);
        }
    }

    /// <summary>A page that cannot be put together in time is asked for with fewer rows, down to a handful.</summary>
    private async Task<GraphMessagePage> ReadPageAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = traffic.Changes.Current;
            try
            {
                var page = await FromFolderAsync(() => graph.GetAsync(address, GraphJson.Default.GraphMessagePage, cancellationToken, size));
                traffic.Changes.Came();
                return page;
            }
            catch (MailboxUnavailableException slow) when (slow.IsTooSlow && traffic.Changes.TrySmaller(size))
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

    /// <summary>What is refused about one message is refused about it alone: a right that is missing for the mailbox shows at the change feed, which is read first.</summary>
    /// <returns>Null where the message no longer exists.</returns>
    private static async Task<T?> FromMessageAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
        catch (MailboxAuthenticationException refused)
            when (refused.Fault.Code is FaultCodes.AccessDenied or FaultCodes.AccessPolicy or FaultCodes.PermissionMissing or FaultCodes.SendAsDenied or FaultCodes.FolderMissing)
        {
            throw new MessageRejectedException(refused.Fault, refused);
        }
    }

    private static IEnumerable<MailChange> Rows(GraphMessagePage page) =>
        (page.Value ?? []).Where(m => m.Id is not null).Select(m => new MailChange(m.Id!, m.Removed is not null, m.ReceivedDateTime, m.ConversationId));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Folder(string folder) => $"{user}/mailFolders/{Uri.EscapeDataString(folder)}";

    private Uri Message(string id, string rest) => graph.Address($"{user}/messages/{Uri.EscapeDataString(id)}{rest}");
}
