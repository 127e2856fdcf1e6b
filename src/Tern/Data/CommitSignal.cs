using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tern.Data;

/// <summary>Raises the <see cref="FeedSignal"/> after every commit; several commits between two looks cost one look.</summary>
internal sealed class CommitSignal(FeedSignal signal) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        signal.Raise();
        return Task.CompletedTask;
    }
}
