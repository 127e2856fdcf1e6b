using System.Net.Http.Headers;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Graph;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365;

/// <summary>Asks Microsoft 365 whether a token reaches a mailbox, without touching any mail.</summary>
/// <param name="http">Sends.</param>
/// <param name="time">The clock.</param>
public sealed class MailboxProbe(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Looks at the folder that is going to be read.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="address">The mailbox's address.</param>
    /// <param name="folder">A well-known name or an id.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it can be read, otherwise what stands in the way.</returns>
    public async Task<Fault?> LookAsync(ConnectionSettings connection, string address, string folder, string accessToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var target = new Uri(connection.Api, $"users/{Uri.EscapeDataString(address)}/mailFolders/{Uri.EscapeDataString(folder)}/messages?$top=1&$select=id");
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var limit = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, linked.Token);
            return response.IsSuccessStatusCode
                ? null
                : Named(GraphErrors.Read(response, await response.Content.ReadAsByteArrayAsync(linked.Token), time));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TransportErrors.TimedOut(Timeout).Fault;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return TransportErrors.Translate(exception).Fault;
        }
    }

    private static Fault Named(MailboxException exception) => exception switch
    {
        ItemNotFoundException missing => missing.Fault with { Code = FaultCodes.FolderMissing, Class = FaultClass.AdministratorMustAct },
        MessageRejectedException refused => refused.Fault with { Code = FaultCodes.ConfigurationWrong },
        _ => exception.Fault,
    };
}
