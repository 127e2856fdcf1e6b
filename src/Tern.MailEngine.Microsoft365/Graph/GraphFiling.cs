using System.Net.Http.Json;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>Marks, categorises or moves a message that was read. All of it may be repeated.</summary>
internal sealed class GraphFiling(GraphClient graph, string user)
{
    /// <summary>Right after delivery a change can be refused with ErrorIrresolvableConflict, also without If-Match: it is read and tried anew.</summary>
    private const int Tries = 5;

    public async Task FileAsync(string providerId, AfterImport action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryAsync(providerId, action, cancellationToken);
                return;
            }
            catch (ItemNotFoundException) when (action.Kind != AfterImportKind.Move)
            {
                return; // a person deleted it: there is nothing left to be done
            }
            catch (ItemNotFoundException missing)
            {
                if (await FindAsync(providerId, cancellationToken) is null)
                {
                    return;
                }

                throw new MailboxAuthenticationException(missing.Fault with { Code = FaultCodes.FolderMissing, Class = FaultClass.AdministratorMustAct }, missing);
            }
            catch (MailboxUnavailableException conflict) when (conflict.Fault.ProviderCode == "ErrorIrresolvableConflict" && attempt < Tries)
            {
            }
        }
    }

    private async Task TryAsync(string providerId, AfterImport action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case { Kind: AfterImportKind.MarkRead }:
                await ChangeAsync(providerId, new GraphMessage { IsRead = true }, cancellationToken);
                break;
            case { Kind: AfterImportKind.Categorize, Target: { } category }:
                var has = (await FindAsync(providerId, cancellationToken))?.Categories ?? [];
                if (!has.Contains(category, StringComparer.OrdinalIgnoreCase))
                {
                    await ChangeAsync(providerId, new GraphMessage { Categories = [.. has, category] }, cancellationToken);
                }

                break;
            case { Kind: AfterImportKind.Move, Target: { } folder }:
                await graph.WriteAsync(HttpMethod.Post, Message(providerId, "/move"), () => JsonContent.Create(new MoveRequest(folder), GraphJson.Default.MoveRequest), cancellationToken);
                break;
            default:
                break;
        }
    }

    private Task ChangeAsync(string providerId, GraphMessage change, CancellationToken cancellationToken) =>
        graph.WriteAsync(HttpMethod.Patch, Message(providerId), () => JsonContent.Create(change, GraphJson.Default.GraphMessage), cancellationToken);

    private async Task<GraphMessage?> FindAsync(string providerId, CancellationToken cancellationToken)
    {
        try
        {
            return await graph.GetAsync(Message(providerId, "?$select=categories"), GraphJson.Default.GraphMessage, cancellationToken);
        }
        catch (ItemNotFoundException)
        {
            return null;
        }
    }

    private Uri Message(string id, string rest = "") => graph.Address($"{user}/messages/{Uri.EscapeDataString(id)}{rest}");
}
