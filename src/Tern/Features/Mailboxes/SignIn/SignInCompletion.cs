using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>Redeems the code, makes sure that the right account signed in, and stores the grant.</summary>
internal sealed class SignInCompletion(
    TernDbContext db,
    ConnectionReader reader,
    EntraSignIn entra,
    MailboxProbe probe,
    SecretBox secrets,
    MailboxHost host,
    TimeProvider time,
    ILogger<Mailbox> logger)
{
    /// <returns>Null when the grant is stored, otherwise why not; then nothing was changed.</returns>
    internal async Task<SignInRefusal?> RunAsync(MailboxId id, SignInRequest request, string code, CancellationToken cancellationToken)
    {
        var mailbox = await db.Mailboxes.Include(m => m.Connection.Credentials).SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (mailbox is null)
        {
            return new SignInRefusal(new Fault(DeskFaults.SignInNotOurs, FaultClass.PersonMustSignIn, "The mailbox was removed meanwhile."));
        }

        ConnectionSettings connection;
        SignedIn signedIn;
        try
        {
            connection = reader.Read(mailbox.Connection);
            signedIn = await entra.CompleteAsync(connection, request, code, cancellationToken);
        }
        catch (MailboxException exception)
        {
            return new SignInRefusal(exception.Fault);
        }

        if (await WrongAccountAsync(mailbox, connection, signedIn, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await StoreAsync(mailbox, connection, signedIn, cancellationToken);
        if (host.Find(mailbox.Id) is { } runner)
        {
            runner.Ring();
            runner.RingOutbox();
        }

        return null;
    }

    /// <summary>The mailbox's own account is right; another one only if it really opens this mailbox (a shared mailbox has no sign-in of its own).</summary>
    private async Task<SignInRefusal?> WrongAccountAsync(Mailbox mailbox, ConnectionSettings connection, SignedIn signedIn, CancellationToken cancellationToken)
    {
        if (string.Equals(signedIn.UserName, mailbox.Address, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var fault = await probe.LookAsync(connection, mailbox.Address, mailbox.Folder, signedIn.Tokens.AccessToken, cancellationToken);
        if (fault is null)
        {
            return null;
        }

        if (fault.Class is FaultClass.Transient or FaultClass.Throttled)
        {
            return new SignInRefusal(fault);
        }

        Log.WrongAccount(logger, mailbox.Id);
        return new SignInRefusal(fault with { Code = DeskFaults.WrongAccount, Class = FaultClass.PersonMustSignIn }) { SignedIn = $"{signedIn.UserName} ({signedIn.ObjectId})", Expected = mailbox.Address };
    }

    private async Task StoreAsync(Mailbox mailbox, ConnectionSettings connection, SignedIn signedIn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var grant = await db.Grants.SingleAsync(g => g.ConnectionId == mailbox.ConnectionId, cancellationToken);
        grant.Number++;
        grant.ProtectedRefreshToken = secrets.Close(signedIn.Tokens.RefreshToken!);
        grant.SignedInObjectId = signedIn.ObjectId;
        grant.SignedInUserName = signedIn.UserName;
        grant.SignedInAt = now;
        grant.RefreshedAt = now;
        var old = await db.AccessTokens.SingleOrDefaultAsync(t => t.ConnectionId == mailbox.ConnectionId && t.Resource == connection.Resource, cancellationToken);
        var token = old ?? db.AccessTokens.Add(new StoredAccessToken
        {
            ConnectionId = mailbox.ConnectionId,
            Resource = connection.Resource,
            Protected = "",
            IssuedAt = now,
            ExpiresAt = now,
            RefreshAt = now,
        }).Entity;
        token.Protected = secrets.Close(signedIn.Tokens.AccessToken);
        token.IssuedAt = now;
        token.ExpiresAt = now + signedIn.Tokens.Lifetime;
        token.RefreshAt = now + (signedIn.Tokens.Lifetime / 2);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <param name="Fault">Why.</param>
internal sealed record SignInRefusal(Fault Fault)
{
    public string? SignedIn { get; init; }

    public string? Expected { get; init; }
}
