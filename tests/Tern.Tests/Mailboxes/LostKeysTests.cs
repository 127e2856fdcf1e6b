using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>The database was restored without the folder of keys: said plainly, and healed by entering the secret again.</summary>
public abstract class LostKeysTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_foreign_key_ring_is_named_and_a_new_secret_is_all_it_takes()
    {
        var (address, delegated) = (App.Office.Person("keyless").Mail, App.Office.Person("keyless-person").Mail);
        MailboxId mailbox, signIn;
        using (var ann = await App.SignInAsync())
        {
            mailbox = await App.ConnectAsync(ann, address);
            signIn = await App.ConnectAsync(ann, delegated, ("Way", "SignIn"));
        }

        Directory.Delete(Path.Combine(App.DataPath, "keys"), recursive: true);
        await App.RestartAsync();
        using var again = await App.SignInAsync();
        await Eventually.TrueAsync(async () => (await App.CheckAsync(mailbox)).Fault?.Code == FaultCodes.KeyRingForeign);

        // The way to Microsoft says what is wrong instead of failing.
        Assert.Contains("decrypted", await again.ReadOrProblemAsync($"/mailboxes/{signIn}/sign-in"), StringComparison.Ordinal);

        await again.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/credentials", ("Secret", Office.Secret));
        App.Office.Write(address, "after the keys were lost");
        await Eventually.TrueAsync(async () => (await App.CheckAsync(mailbox)).Fault is null);
        await using var db = App.Database();
        Assert.Equal(1, await db.Tickets.CountAsync(ticket => ticket.Subject == "after the keys were lost", Ct));
    }
}

public sealed class LostKeysOnSqlite(SqliteApp app) : LostKeysTests<SqliteApp>(app);

public sealed class LostKeysOnPostgreSql(PostgreSqlApp app) : LostKeysTests<PostgreSqlApp>(app);
