using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>An address that Tern receives from and sends as.</summary>
internal sealed class Mailbox
{
    internal const int DefaultReopensForDays = 30;
    public required MailboxId Id { get; init; }

    public required string Address { get; set; }

    public required string AddressNormalized { get; set; }

    /// <summary>One of the mailbox's further addresses, where mail leaves under that one; null for its own.</summary>
    public string? SenderAddress { get; set; }

    /// <summary>More addresses that agents may choose to write under, one a line; null where there are none.</summary>
    public string? FurtherSenders { get; set; }

    /// <summary>The name customers see as sender.</summary>
    public required string DisplayName { get; set; }

    /// <summary>What stands in logs instead of the address.</summary>
    public required string ShortName { get; set; }

    public required ConnectionId ConnectionId { get; init; }

    public Connection Connection { get; private set; } = null!;

    /// <summary>What is done at the provider with mail that was read.</summary>
    public AfterImportKind AfterImport { get; set; }

    /// <summary>The category or the folder for that.</summary>
    public string? AfterImportTarget { get; set; }

    /// <summary>That folder's name as people saw it when it was chosen.</summary>
    public string? AfterImportTargetName { get; set; }

    /// <summary>Older mail is left alone.</summary>
    public required DateTimeOffset ReceiveSince { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>What it says by itself when a mail begins work, with placeholders; kept while it is switched off.</summary>
    public string? AcknowledgementText { get; set; }

    /// <summary>Mail received from then on is acknowledged; null where nothing is.</summary>
    public DateTimeOffset? AcknowledgesSince { get; set; }

    /// <summary>Stands under what agents write; plain text.</summary>
    public string? Signature { get; set; }

    /// <summary>For so many days an answer reopens a closed ticket; later it opens a new one that follows up. 0: at once.</summary>
    public int ReopensForDays { get; set; } = DefaultReopensForDays;

    /// <summary>Answers go to our address with the ticket's token behind a plus, so that they find back where every header gets lost.</summary>
    public bool UsesTicketAddress { get; set; }

    /// <summary>The largest mail it may send, in MB: what an administrator of Exchange Online allows it.</summary>
    public int LargestMailMegabytes { get; set; } = SendingMailbox.UsualMailMegabytes;

    public required DateTimeOffset CreatedAt { get; init; }

    public long Version { get; private set; }

    /// <summary>Every address mail may leave under, the usual one first.</summary>
    internal IReadOnlyList<string> Senders() =>
        [.. new[] { SenderAddress ?? Address, Address }.Concat(Lines(FurtherSenders)).DistinctBy(address => address.ToLowerInvariant())];

    /// <summary>The addresses of a list, one a line.</summary>
    internal static string[] Lines(string? list) => (list ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal MailboxForIntake ForIntake() => new(Id, Address, DisplayName)
    {
        ReopensFor = TimeSpan.FromDays(ReopensForDays),
        Acknowledgement = AcknowledgesSince is { } since && AcknowledgementText is { } text ? new Acknowledgement(text, since) : null,
    };

    /// <summary>The part before the @, kept to letters, digits, dots and dashes: names the mailbox in a log without being its address.</summary>
    internal static string ShortNameOf(string address)
    {
        var local = address.Split('@')[0];
        var kept = new string([.. local.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_').Take(40)]);
        return kept.Length == 0 ? "mailbox" : kept;
    }
}
