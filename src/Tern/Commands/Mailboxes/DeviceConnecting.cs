using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;

namespace Tern.Commands.Mailboxes;

/// <summary>Connects a mailbox by a code that somebody enters at Microsoft. There is a mailbox only once the right account has signed in.</summary>
internal sealed class DeviceConnecting(
    TernDbContext db, MailboxRegistry registry, Setups setups, ConnectionReader reader, EntraDeviceSignIn entra, DeviceGrant grants, FaultTexts texts)
{
    internal async Task<(Mailbox? Mailbox, IReadOnlyList<string> Problems, int ExitCode)> RunAsync(MailboxConnection asked, CancellationToken cancellationToken)
    {
        var problems = asked.Problems();
        if (problems.Count == 0 && await registry.IsTakenAsync(asked.Address, cancellationToken))
        {
            problems = ["AddressTaken"];
        }

        if (problems.Count > 0)
        {
            return (null, problems, 1);
        }

        var connection = registry.AddConnection(asked);
        await db.SaveChangesAsync(cancellationToken);
        try
        {
            var settings = reader.Read(connection);
            var signedIn = await WaitAsync(settings, asked.Address, cancellationToken);
            if (await grants.RefuseAsync(connection, settings, asked.Address, signedIn, cancellationToken) is { } refusal)
            {
                await GiveUpAsync(connection, refusal.Fault, refusal.SignedIn is null ? null : $"Signed in was {refusal.SignedIn}; expected {refusal.Expected}.");
                return (null, [], 1);
            }

            var mailbox = registry.AddMailbox(connection.Id, asked.Address, asked.DisplayName, asked.ReceiveSince);
            await db.SaveChangesAsync(cancellationToken);
            return (mailbox, [], 0);
        }
        catch (MailboxException refused)
        {
            await GiveUpAsync(connection, refused.Fault, more: null);
            return (null, [], 1);
        }
        catch (OperationCanceledException)
        {
            await setups.RemoveUnusedAsync(connection.Id, CancellationToken.None);
            throw;
        }
    }

    private async Task<SignedIn> WaitAsync(ConnectionSettings settings, string address, CancellationToken cancellationToken)
    {
        var code = await entra.BeginAsync(settings, cancellationToken);
        await Console.Error.WriteLineAsync($"Open {code.VerificationAddress} on any device, enter {code.UserCode}, and sign in for {address}. The code is good until {code.ExpiresAt.UtcDateTime:HH:mm}Z.");
        while (true)
        {
            await grants.PauseAsync(code.Interval, cancellationToken);
            (var signedIn, code) = await entra.LookAsync(settings, code, cancellationToken);
            if (signedIn is not null)
            {
                return signedIn;
            }
        }
    }

    private async Task GiveUpAsync(Connection connection, Fault fault, string? more)
    {
        db.ChangeTracker.Clear();
        await setups.RemoveUnusedAsync(connection.Id, CancellationToken.None);
        var text = texts.Of(fault.Code);
        await Console.Error.WriteLineAsync($"{text.Cause}\n{text.Remedy}{(more is null ? "" : $"\n{more}")}\n[{fault.Code}{(fault.ProviderCode is null ? "" : $", {fault.ProviderCode}")}]\nNothing was stored.");
    }
}

/// <summary>Judges and keeps what somebody signed in with.</summary>
internal sealed class DeviceGrant(TernDbContext db, AccountCheck account, GrantWriting writing, TimeProvider time)
{
    internal async Task<SignInRefusal?> RefuseAsync(Connection connection, ConnectionSettings settings, string address, SignedIn signedIn, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.SingleAsync(g => g.ConnectionId == connection.Id, cancellationToken);
        if (await account.RefuseAsync(settings, address, "inbox", grant, signedIn, allowsOther: false, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await writing.StoreAsync(grant, settings, signedIn, cancellationToken);
        return null;
    }

    internal Task PauseAsync(TimeSpan interval, CancellationToken cancellationToken) => Task.Delay(interval, time, cancellationToken);
}
