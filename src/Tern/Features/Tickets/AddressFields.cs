using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>What an agent entered into the address fields of a mail.</summary>
public record AddressForm
{
    internal const string Note = "note";

    public string? To { get; init; }

    /// <summary>Those that were left ticked of the people on the mail that is answered; it may not be the last one any more.</summary>
    public string[]? Cc { get; init; }

    /// <summary>"reply" goes to the person alone, whatever copies the page has ticked; "all" to them as well; "note" to nobody.</summary>
    public string? Mode { get; init; }

    internal bool IsNote => string.Equals(Mode, Note, StringComparison.OrdinalIgnoreCase);

    /// <summary>Copies beside those of the mail that is answered.</summary>
    public string? MoreCc { get; init; }

    public string? Bcc { get; init; }

    /// <summary>Under which address it leaves; empty takes the mailbox's usual one.</summary>
    public string? From { get; init; }

    /// <summary>The agent was told of an address that is marked as dead, and writes to it all the same.</summary>
    public bool Anyway { get; init; }
}

/// <summary>Why the recipients cannot be taken, as the name of a text, and which address it is about.</summary>
internal sealed record AddressProblem(string Key, string? Address = null)
{
    internal int Status => Key == "TooLarge" ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status422UnprocessableEntity;
}

/// <summary>Judges the address fields of a mail: everybody may be written to but ourselves, and who is marked as dead only knowingly.</summary>
internal sealed class AddressFields(TernDbContext db, IOurAddresses ours)
{
    /// <param name="form">What was entered.</param>
    /// <param name="usualTo">Who is meant where the first field was not sent along.</param>
    /// <param name="cancellationToken">Stops the questions to the database.</param>
    internal async Task<(MailRecipients? Recipients, AddressProblem? Problem)> ReadAsync(
        AddressForm form, MailAddress? usualTo, CancellationToken cancellationToken)
    {
        var (recipients, problem) = Read(form, usualTo);
        problem ??= await ProblemAsync(recipients!, form.Anyway, cancellationToken);
        return problem is null ? (recipients, null) : (null, problem);
    }

    /// <summary>Who is meant, whether they may be written to or not.</summary>
    /// <param name="form">What was entered.</param>
    /// <param name="usualTo">Who is meant where the first field was not sent along.</param>
    internal static (MailRecipients? Recipients, AddressProblem? Problem) Read(AddressForm form, MailAddress? usualTo)
    {
        var ticked = form.Mode == "reply" ? [] : form.Cc ?? [];
        var to = TypedAddresses.Read(form.To ?? usualTo?.Address);
        var (cc, bcc) = (TypedAddresses.Read(string.Join('\n', ticked.Append(form.MoreCc))), TypedAddresses.Read(form.Bcc));
        if (to.Unusable.Concat(cc.Unusable).Concat(bcc.Unusable).FirstOrDefault() is { } unusable)
        {
            return (null, new AddressProblem("AddressWrong", unusable));
        }

        var taken = new HashSet<string>();
        IReadOnlyList<MailAddress> Once(IEnumerable<MailAddress> addresses) => [.. addresses.Where(address => taken.Add(address.Normalized))];
        return (
            new MailRecipients(
                Once(to.Addresses.Select(address => usualTo is not null && RecipientRules.Same(address.Address, usualTo.Address) ? address with { Name = address.Name ?? usualTo.Name } : address)),
                Once(cc.Addresses),
                Once(bcc.Addresses)),
            null);
    }

    /// <summary>Those of <paramref name="addresses"/> that are marked as dead.</summary>
    internal async Task<IReadOnlyList<UndeliverableAddress>> DeadAsync(IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        var asked = addresses.Select(address => address.Trim().ToLowerInvariant()).Distinct().ToArray();
        return asked.Length == 0
            ? []
            : await db.UndeliverableAddresses.AsNoTracking()
                .Where(row => EF.Parameter(asked).Contains(row.AddressNormalized))
                .OrderBy(row => row.AddressNormalized)
                .ToListAsync(cancellationToken);
    }

    private async Task<AddressProblem?> ProblemAsync(MailRecipients recipients, bool isKnown, CancellationToken cancellationToken)
    {
        if (recipients.Count == 0)
        {
            return new AddressProblem("RecipientMissing");
        }

        if (recipients.Count > ReplyLimits.MaxRecipients)
        {
            return new AddressProblem("TooManyRecipients");
        }

        var own = await ours.AmongAsync(recipients.All, cancellationToken);
        if (own.Count > 0)
        {
            return new AddressProblem("OwnAddress", own.Order().First());
        }

        return !isKnown && await DeadAsync(recipients.All.Select(address => address.Address), cancellationToken) is { Count: > 0 } dead
            ? new AddressProblem("Undeliverable", string.Join(", ", dead.Select(row => row.AddressNormalized)))
            : null;
    }
}
