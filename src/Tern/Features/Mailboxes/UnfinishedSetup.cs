using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Mailboxes;

/// <summary>A mailbox that somebody began to connect.</summary>
public sealed record UnfinishedSetup(Guid Id, string? Address, SetupStep Step, DateTimeOffset TouchedAt, bool IsConnected)
{
    internal static async Task<IReadOnlyList<UnfinishedSetup>> AllAsync(TernDbContext db, CancellationToken cancellationToken)
    {
        var open = await db.MailboxSetups.AsNoTracking().Where(s => s.FinishedAt == null).OrderByDescending(s => s.TouchedAt).ToListAsync(cancellationToken);
        return [.. open.Select(Of)];
    }

    private static UnfinishedSetup Of(MailboxSetup setup)
    {
        var answers = SetupAnswers.Read(setup.Answers);
        return new UnfinishedSetup(setup.Id.Value, answers.Address, answers.Next, setup.TouchedAt, setup.MailboxId is not null);
    }
}
