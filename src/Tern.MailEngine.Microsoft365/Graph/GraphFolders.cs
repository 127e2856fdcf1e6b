using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>The folders of a mailbox as a tree (Microsoft Graph: "List mailFolders", "List childFolders").</summary>
internal sealed class GraphFolders(GraphClient graph, string user)
{
    private const string Selected = "displayName,childFolderCount,totalItemCount";
    private const int Deepest = 20;

    /// <summary>Names that work in place of an id, whatever language the mailbox speaks.</summary>
    private static readonly string[] WellKnown = ["inbox", "junkemail", "sentitems", "archive", "drafts", "deleteditems", "outbox"];

    public async Task<IReadOnlyList<ListedFolder>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in WellKnown)
        {
            if (await FindAsync(name, cancellationToken) is { Id: { } id })
            {
                names[id] = name;
            }
        }

        var folders = new List<ListedFolder>();
        await AddAsync($"{user}/mailFolders", depth: 0, names, folders, cancellationToken);
        return folders;
    }

    private async Task AddAsync(string parent, int depth, Dictionary<string, string> names, List<ListedFolder> folders, CancellationToken cancellationToken)
    {
        var next = graph.Address($"{parent}?$select={Selected}&$top=100");
        while (true)
        {
            var page = await graph.GetAsync(next, GraphJson.Default.GraphFolderPage, cancellationToken);
            foreach (var folder in page.Value ?? [])
            {
                if (folder.Id is not { } id)
                {
                    continue;
                }

                folders.Add(new ListedFolder(id, names.GetValueOrDefault(id), folder.DisplayName ?? id, depth, folder.TotalItemCount ?? 0));
                if (folder.ChildFolderCount > 0 && depth < Deepest)
                {
                    await AddAsync($"{user}/mailFolders/{Uri.EscapeDataString(id)}/childFolders", depth + 1, names, folders, cancellationToken);
                }
            }

            if (page.NextLink is not { } link || !graph.IsOurs(link))
            {
                return;
            }

            next = new Uri(link);
        }
    }

    private async Task<GraphFolder?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await graph.GetAsync(graph.Address($"{user}/mailFolders/{name}?$select=displayName"), GraphJson.Default.GraphFolder, cancellationToken);
        }
        catch (ItemNotFoundException)
        {
            return null; // not every mailbox has an archive
        }
    }
}
