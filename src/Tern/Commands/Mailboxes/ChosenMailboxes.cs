using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.MailEngine;

namespace Tern.Commands.Mailboxes;

/// <summary>Which mailboxes a verb is about: addresses, or all.</summary>
internal static class ChosenMailboxes
{
    internal static Argument<string[]> Addresses() => new("address") { Description = "Addresses of mailboxes.", Arity = ArgumentArity.ZeroOrMore };

    internal static Option<bool> All() => new("--all") { Description = "Every mailbox." };

    /// <summary>Null after saying what is wrong with the choice; that is a matter of usage.</summary>
    internal static async Task<IReadOnlyList<ChosenMailbox>?> FindAsync(
        IServiceProvider services, string[] addresses, bool all, CancellationToken cancellationToken)
    {
        if (all == (addresses.Length > 0))
        {
            await Console.Error.WriteLineAsync("Name the addresses of mailboxes, or --all for every one.");
            return null;
        }

        await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(cancellationToken);
        var known = await db.Mailboxes.OrderBy(m => m.AddressNormalized).Select(m => new ChosenMailbox(m.Id, m.Address)).ToListAsync(cancellationToken);
        if (all)
        {
            return known;
        }

        var chosen = new List<ChosenMailbox>();
        foreach (var address in addresses.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (known.Find(m => string.Equals(m.Address, address.Trim(), StringComparison.OrdinalIgnoreCase)) is not { } found)
            {
                await Console.Error.WriteLineAsync($"No mailbox has the address {address}. These are connected: {(known.Count == 0 ? "none" : string.Join(", ", known.Select(m => m.Address)))}.");
                return null;
            }

            chosen.Add(found);
        }

        return chosen;
    }
}

internal sealed record ChosenMailbox(MailboxId Id, string Address);
