using System.Globalization;
using System.Net.Http.Json;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Graph;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365;

/// <summary>What an administrator sees before a mailbox begins: which mail a first import would take, and a test mail that goes the whole way.</summary>
/// <param name="http">Sends.</param>
/// <param name="time">The clock.</param>
public sealed class MailboxTrial(HttpClient http, TimeProvider time)
{
    private readonly ProbeRequest _probe = new(http, time);

    /// <summary>Lists the oldest mails since a moment, and counts them all. Reads no bodies and marks nothing.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="address">The mailbox's address.</param>
    /// <param name="folder">A well-known name or an id.</param>
    /// <param name="since">From when on; null for everything.</param>
    /// <param name="top">How many are listed.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(MailPreview? Preview, Fault? Fault)> PreviewAsync(
        ConnectionSettings connection, string address, string folder, DateTimeOffset? since, int top, string accessToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var filter = since is { } moment ? string.Create(CultureInfo.InvariantCulture, $"&$filter={Uri.EscapeDataString($"receivedDateTime ge {moment.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}")}") : "";
        var target = new Uri(
            connection.Api,
            $"users/{Uri.EscapeDataString(address)}/mailFolders/{Uri.EscapeDataString(folder)}/messages?$select=subject,from,receivedDateTime&$orderby=receivedDateTime&$count=true&$top={top}{filter}");
        var (page, failure) = await _probe.ReadAsync(target, accessToken, ProbeJson.Default.ProbePage, cancellationToken);
        if (page is null)
        {
            return (null, failure!.Fault);
        }

        var rows = page.Value ?? [];
        return (new MailPreview(page.Count ?? rows.Count, [.. rows.Select(Line)]), null);
    }

    /// <summary>Sends a short text from the mailbox without keeping a copy among its sent mails.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="address">The mailbox's address.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="cancellationToken">Stops it; whether the mail leaves is then unknown.</param>
    /// <returns>Null when it was accepted, otherwise what stood in the way.</returns>
    public async Task<Fault?> SendAsync(
        ConnectionSettings connection, string address, string to, string subject, string text, string accessToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var mail = new ProbeMailing(new ProbeMessage(subject, new ProbeBody("text", text), [new ProbeRecipient(new ProbeAddress(to, null))]), SaveToSentItems: false);
        var target = new Uri(connection.Api, $"users/{Uri.EscapeDataString(address)}/sendMail");
        var (_, failure) = await _probe.SendAsync(HttpMethod.Post, target, accessToken, () => JsonContent.Create(mail, ProbeJson.Default.ProbeMailing), cancellationToken);
        return failure?.Fault;
    }

    private static MailPreviewLine Line(ProbeRow row)
    {
        var from = row.From?.EmailAddress;
        return new MailPreviewLine(string.IsNullOrWhiteSpace(from?.Name) ? from?.Address ?? "" : $"{from.Name} <{from.Address}>", row.Subject ?? "", row.ReceivedDateTime ?? DateTimeOffset.MinValue);
    }
}

/// <summary>What lies in a folder.</summary>
/// <param name="Count">How many mails.</param>
/// <param name="First">The oldest of them.</param>
public sealed record MailPreview(int Count, IReadOnlyList<MailPreviewLine> First);

/// <summary>One mail of a preview.</summary>
/// <param name="From">Its sender.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record MailPreviewLine(string From, string Subject, DateTimeOffset ReceivedAt);
