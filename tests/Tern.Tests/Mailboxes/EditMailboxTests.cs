using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>An administrator corrects a mailbox; what is read from then on is what the page says.</summary>
public abstract class EditMailboxTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_corrected_address_is_read_from_its_beginning_and_the_old_one_no_more()
    {
        var (old, right) = (App.Office.Person("old-address").Mail, App.Office.Person("right-address").Mail);
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, old);
        App.Office.Write(old, "to the old one");
        Assert.Equal(1, (await App.CheckAsync(mailbox)).New);

        await EditAsync(ann, mailbox, right);
        App.Office.Write(old, "nobody reads this");
        App.Office.Write(right, "to the right one");
        await Eventually.TrueAsync(async () => (await App.CheckAsync(mailbox)).Fault is null && await TicketsAsync("to the right one") == 1);

        Assert.Equal(0, await TicketsAsync("nobody reads this"));
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
    }

    [Fact]
    public async Task What_was_granted_to_one_registration_is_not_carried_to_another()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("moved-registration").Mail);
        await using var db = App.Database();
        var connection = await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.ConnectionId).SingleAsync(Ct);
        await db.Grants.Where(g => g.ConnectionId == connection).ExecuteUpdateAsync(
            set => set.SetProperty(g => g.ProtectedRefreshToken, "closed").SetProperty(g => g.SignedInObjectId, "somebody"), Ct);

        await ann.PostAsync(
            $"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}", ("Address", "moved-registration@contoso.example"), ("Tenant", App.Office.Tenant.Id), ("ClientId", "11111111-2222-3333-4444-555555555555"));

        var grant = await db.Grants.AsNoTracking().SingleAsync(g => g.ConnectionId == connection, Ct);
        Assert.Equal((null, null, null), (grant.ProtectedRefreshToken, grant.SignedInObjectId, grant.Permissions));
        Assert.False(await db.AccessTokens.AnyAsync(t => t.ConnectionId == connection, Ct));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_shown_as_it_was_typed()
    {
        using var ann = await App.SignInAsync();
        var address = App.Office.Person("typed-wrong").Mail;
        var mailbox = await App.ConnectAsync(ann, address);
        var page = $"/mailboxes/{mailbox}";

        var settings = await ann.PostAsync(
            page, page, ("Address", address), ("DisplayName", "Our new name"), ("SenderAddress", "help@contoso.example"), ("FurtherSenders", "billing"), ("Tenant", "other.example"), ("ClientId", App.Office.App.ClientId), ("ObjectId", "an id"));
        var largest = await ann.PostAsync(page, $"{page}/largest-mail", ("Megabytes", "151"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (settings.StatusCode, largest.StatusCode));
        var shown = await settings.Content.ReadAsStringAsync(Ct);
        Assert.All(["value=\"Our new name\"", "value=\"help@contoso.example\"", ">billing</textarea>", "value=\"other.example\"", "value=\"an id\""], typed => Assert.Contains(typed, shown, StringComparison.Ordinal));
        Assert.Contains("value=\"151\"", await largest.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("Our new name", await ann.ReadAsync(page), StringComparison.Ordinal);
    }

    private async Task EditAsync(TernClient browser, MailboxId mailbox, string address)
    {
        var page = $"/mailboxes/{mailbox}";
        var response = await browser.PostAsync(page, page, ("Address", address), ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private async Task<int> TicketsAsync(string subject)
    {
        await using var db = App.Database();
        return await db.Tickets.CountAsync(ticket => ticket.Subject == subject, Ct);
    }
}

public sealed class EditMailboxOnSqlite(SqliteApp app) : EditMailboxTests<SqliteApp>(app);

public sealed class EditMailboxOnPostgreSql(PostgreSqlApp app) : EditMailboxTests<PostgreSqlApp>(app);
