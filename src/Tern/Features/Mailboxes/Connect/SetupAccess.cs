using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Opens the way to Microsoft for a check: settings and token, or the line that says why not.</summary>
internal sealed class SetupAccess(ConnectionReader reader, ConnectionChecks connections)
{
    /// <param name="setup">Whose.</param>
    /// <param name="isNew">Another token than the one that is kept: what was granted or taken since is in new tokens only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal async Task<Opened> OpenAsync(OpenSetup setup, bool isNew, CancellationToken cancellationToken)
    {
        try
        {
            var settings = reader.Read(setup.Connection ?? throw new InvalidOperationException("The registration comes before this step."));
            var (line, token) = await connections.TokenAsync(settings, isNew, cancellationToken);
            return new Opened(settings, token?.Value, token is null ? line : null);
        }
        catch (MailboxException unreadable)
        {
            return new Opened(null, null, CheckLine.Of("token", unreadable.Fault));
        }
    }

    internal Task<IReadOnlyList<string>?> PermissionsAsync(ConnectionSettings connection, CancellationToken cancellationToken) => connections.PermissionsAsync(connection, cancellationToken);

    /// <param name="Connection">Fresh settings.</param>
    /// <param name="Token">A token that lives.</param>
    /// <param name="Problem">Why there is none; null where there is.</param>
    internal sealed record Opened(ConnectionSettings? Connection, string? Token, CheckLine? Problem)
    {
        public override string ToString() => Problem?.ToString() ?? "opened";
    }
}
