using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Whether the tenant has really let Tern in: what a new token carries is the proof, whatever a browser brought back.</summary>
internal sealed class ConsentCheck(ConnectionReader reader, ConnectionChecks connections, TimeProvider time)
{
    /// <summary>Follows an answer that has come since the last check: where it says yes the token is asked, and where it says no the check of before says nothing any more.</summary>
    /// <returns>True where something changed; the caller saves.</returns>
    internal async Task<bool> FollowAsync(OpenSetup setup, CancellationToken cancellationToken)
    {
        if (setup.Connection is not { GrantKind: GrantKind.AppOnly, ConsentAnsweredAt: { } answered } connection
            || setup.Answers.IsDone(SetupStep.Consent)
            || setup.Answers.ConsentCheckedAt >= answered)
        {
            return false;
        }

        if (connection.ConsentProblem is null)
        {
            await RunAsync(setup, anyway: false, cancellationToken);
        }
        else
        {
            setup.Answers = setup.Answers.Reopen(SetupStep.Consent) with { ConsentCheckedAt = time.GetUtcNow() };
        }

        return true;
    }

    /// <summary>The caller saves.</summary>
    internal async Task RunAsync(OpenSetup setup, bool anyway, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var lines = await LinesAsync(setup.Connection!, setup.Grant, cancellationToken);
        setup.Answers = setup.Answers.With(SetupStep.Consent, lines, anyway) with { ConsentCheckedAt = at };
    }

    private async Task<IReadOnlyList<CheckLine>> LinesAsync(Connection connection, Grant? grant, CancellationToken cancellationToken)
    {
        if (connection.GrantKind == GrantKind.Delegated && grant?.ProtectedRefreshToken is null)
        {
            return [CheckLine.Failed("sign-in", "NobodySignedIn")];
        }

        try
        {
            // Rights that were granted a minute ago are in new tokens only.
            var settings = reader.Read(connection);
            var (line, token) = await connections.TokenAsync(settings, isNew: connection.GrantKind == GrantKind.AppOnly, cancellationToken);
            var first = connection.GrantKind == GrantKind.AppOnly ? line : line.Result == CheckResult.Ok ? CheckLine.Ok("sign-in", "SignedInAs", grant?.SignedInUserName ?? "", grant?.SignedInObjectId ?? "") : line with { Name = "sign-in" };
            return token is null
                ? [first, CheckLine.Skipped("permissions", "AfterFailed")]
                : [first, ConnectionChecks.Permissions(settings, await connections.PermissionsAsync(settings, cancellationToken), none: connection.GrantKind == GrantKind.AppOnly ? CheckResult.Failed : CheckResult.Warning)];
        }
        catch (MailboxException unreadable)
        {
            return [CheckLine.Of("token", unreadable.Fault)];
        }
    }
}
