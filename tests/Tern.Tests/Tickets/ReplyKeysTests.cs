using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.Mail;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Tickets;

/// <summary>The keys that sign ticket numbers: one for all processes, and a new one where the old cannot be read.</summary>
public abstract class ReplyKeysTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly Guid Ticket = Guid.Parse("018f0000-0000-7000-8000-00000000000a");

    [Fact]
    public async Task Processes_that_need_the_first_key_at_the_same_moment_share_it()
    {
        await ForgetAsync();
        var nodes = Enumerable.Range(0, 8).Select(_ => ActivatorUtilities.CreateInstance<ReplyKeys>(App.Services)).ToList();

        var tokens = await Task.WhenAll(nodes.Select(node => Task.Run(async () => await node.TokensAsync(Ct), Ct)));

        var id = tokens[0].MessageId("desk.example", "u", 7, Ticket);
        Assert.All(tokens, other => Assert.True(other.Proves(ReplyTokens.InMessageId(id)!, Ticket)));
        await using var db = App.Database();
        Assert.Equal(1, await db.ReplyKeys.CountAsync(Ct));
    }

    [Fact]
    public async Task Where_the_key_ring_was_lost_a_new_key_signs_and_the_operator_is_told()
    {
        await ForgetAsync();
        await using (var db = App.Database())
        {
            db.ReplyKeys.Add(new ReplyKey { Id = 1, Protected = "of another ring", CreatedAt = DateTimeOffset.UnixEpoch });
            await db.SaveChangesAsync(Ct);
        }

        var tokens = await ActivatorUtilities.CreateInstance<ReplyKeys>(App.Services).TokensAsync(Ct);

        Assert.NotNull(tokens.Address("support@desk.example", 1, Ticket));
        Assert.Contains(App.Logs.GetSnapshot(), entry => entry.Id.Name == "ReplyKeyUnreadable");
        await using var after = App.Database();
        Assert.Equal([1, 2], await after.ReplyKeys.OrderBy(key => key.Id).Select(key => key.Id).ToListAsync(Ct));
    }

    private async Task ForgetAsync()
    {
        await using var db = App.Database();
        await db.ReplyKeys.ExecuteDeleteAsync(Ct);
    }
}

public sealed class ReplyKeysOnSqlite(SqliteApp app) : ReplyKeysTests<SqliteApp>(app);

public sealed class ReplyKeysOnPostgreSql(PostgreSqlApp app) : ReplyKeysTests<PostgreSqlApp>(app);
