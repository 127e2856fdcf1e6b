using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>Live checks of one mailbox, each right for itself: the same for the pages and for <c>tern mailbox verify</c>.</summary>
internal sealed class MailboxChecks(MailboxProbe probe)
{
    private const string FreeDomain = ".onmicrosoft.com";

    internal async Task<MailboxFinding> RunAsync(
        ConnectionSettings connection, string address, string folder, string token, IReadOnlyList<string>? granted, CancellationToken cancellationToken)
    {
        var look = await probe.LookAsync(connection, address, folder, token, cancellationToken);
        var profile = await ProfileAsync(connection, address, token, cancellationToken);
        var (mailbox, read) = Look(look);
        var isRead = read.Result == CheckResult.Ok;
        var write = isRead ? CheckLine.Of("write", await probe.WriteAsync(connection, address, token, cancellationToken)) : CheckLine.Skipped("write", "AfterFailed");
        var lines = new List<CheckLine> { mailbox };
        if (Licence(look, profile, connection.IsShared) is { } licence)
        {
            lines.Add(licence);
        }

        lines.AddRange([read, write, isRead ? Send(connection, granted) : CheckLine.Skipped("send", "AfterFailed")]);
        lines.Add(!isRead ? CheckLine.Skipped("mailbox-settings", "AfterFailed")
            : await probe.ReadSettingsAsync(connection, address, token, cancellationToken) is null ? CheckLine.Ok("mailbox-settings")
            : CheckLine.Skipped("mailbox-settings", "SettingsNotAllowed"));
        lines.Add(Alias(address, profile));
        if (address.EndsWith(FreeDomain, StringComparison.OrdinalIgnoreCase))
        {
            lines.Add(CheckLine.Warning("domain", "FreeDomain"));
        }

        return new MailboxFinding(lines, profile);
    }

    /// <summary>Whether a mailbox that must be out of reach really is, while the own one opens: whoever is let in nowhere is refused there too, and that shows nothing.</summary>
    internal async Task<CheckLine> ForbiddenAsync(ConnectionSettings connection, string own, string folder, string forbidden, string token, CancellationToken cancellationToken) =>
        await probe.LookAsync(connection, forbidden, "inbox", token, cancellationToken) switch
        {
            null => CheckLine.Failed("scope", "ScopeOpen", forbidden),
            { Code: FaultCodes.AccessDenied or FaultCodes.AccessPolicy } => await probe.LookAsync(connection, own, folder, token, cancellationToken) is null
                ? CheckLine.Ok("scope", "ScopeRefused", forbidden)
                : CheckLine.Skipped("scope", "ScopeOwnRefused", forbidden, own),
            { Code: FaultCodes.MailboxUnknown or FaultCodes.MailboxUnavailable } => CheckLine.Failed("scope", "ScopeNoMailbox", forbidden),
            var other => CheckLine.Of("scope", other),
        };

    /// <summary>The directory is a matter of its own permissions; where it is closed to us, nothing is concluded from it.</summary>
    private async Task<MailboxProfile?> ProfileAsync(ConnectionSettings connection, string address, string token, CancellationToken cancellationToken)
    {
        var (profile, _) = await probe.FindAsync(connection, address, token, cancellationToken);
        if (profile is null && connection is { GrantKind: GrantKind.Delegated, IsShared: false })
        {
            (profile, _) = await probe.FindAsync(connection, address: null, token, cancellationToken);
            return profile?.Has(address) == true ? profile : null;
        }

        return profile;
    }

    private static (CheckLine Mailbox, CheckLine Read) Look(Fault? fault) => fault switch
    {
        null => (CheckLine.Ok("mailbox"), CheckLine.Ok("read")),
        { Code: FaultCodes.FolderMissing or FaultCodes.ConfigurationWrong } => (CheckLine.Ok("mailbox"), CheckLine.Of("read", fault)),
        { Code: FaultCodes.AccessDenied or FaultCodes.AccessPolicy } => (CheckLine.Skipped("mailbox", "MailboxUnseen"), CheckLine.Of("read", fault)),
        _ => (CheckLine.Of("mailbox", fault), CheckLine.Skipped("read", "AfterFailed")),
    };

    private static CheckLine? Licence(Fault? fault, MailboxProfile? profile, bool isShared) => (fault?.Code, profile?.IsLicensed) switch
    {
        (FaultCodes.MailboxUnavailable, false) when !isShared => CheckLine.Failed("licence", "NoLicence"),
        (FaultCodes.MailboxUnavailable, null) => CheckLine.Skipped("licence", "DirectoryClosed"),
        (_, true) => CheckLine.Ok("licence"),
        _ => null,
    };

    private static CheckLine Send(ConnectionSettings connection, IReadOnlyList<string>? granted)
    {
        var wanted = connection is { GrantKind: GrantKind.Delegated, IsShared: true } ? "Mail.Send.Shared" : "Mail.Send";
        if (granted?.Contains(wanted, StringComparer.OrdinalIgnoreCase) == true)
        {
            return CheckLine.Ok("send", "SendGranted");
        }

        return granted?.Any(p => p.StartsWith("Mail.", StringComparison.OrdinalIgnoreCase)) == true
            ? CheckLine.Failed("send", "SendMissing", wanted)
            : CheckLine.Skipped("send", "SendLater");
    }

    private static CheckLine Alias(string address, MailboxProfile? profile)
    {
        if (profile?.Mail is not { } primary)
        {
            return CheckLine.Skipped("alias", "DirectoryClosed");
        }

        return string.Equals(primary, address, StringComparison.OrdinalIgnoreCase)
            ? CheckLine.Ok("alias", "AddressIsPrimary")
            : CheckLine.Warning("alias", "AddressIsAlias", address, primary);
    }
}

/// <param name="Lines">What was found.</param>
/// <param name="Profile">Whom the address belongs to, where the directory told it.</param>
internal sealed record MailboxFinding(IReadOnlyList<CheckLine> Lines, MailboxProfile? Profile);
