using Microsoft.Extensions.Localization;
using Tern.Features.Mailboxes;

namespace Tern.Commands.Mailboxes;

/// <summary>Puts the lines of live checks into the words and names of the command line.</summary>
internal sealed class CheckTelling(FaultTexts faults, IStringLocalizer<MailboxText> texts)
{
    /// <param name="address">The mailbox.</param>
    /// <param name="lines">None where the mailbox is gone.</param>
    internal Verified Of(string address, IReadOnlyList<CheckLine> lines) =>
        new(address, lines.Count > 0 && lines.All(line => line.Result != CheckResult.Failed), [.. lines.Select(Step)]);

    private VerifiedStep Step(CheckLine line)
    {
        var text = line.Code is { } code ? faults.Of(code) : null;
        var hint = line.Hint is { } name ? texts[$"Hint.{name}", [.. line.Values]].Value : text?.Remedy;

        // A warning works: it is ok, and its hint says what should be known.
        var result = line.Result == CheckResult.Warning ? CheckResult.Ok : line.Result;
        return new VerifiedStep(line.Name, result.ToString().ToLowerInvariant(), hint, line.Code, text?.Cause, text?.Remedy, line.ProviderCode, line.RequestId);
    }
}

/// <summary>The result for one mailbox. The names are part of the documented JSON.</summary>
internal sealed record Verified(string Address, bool Ok, IReadOnlyList<VerifiedStep> Steps);

internal sealed record VerifiedStep(string Step, string Result, string? Hint, string? Code, string? Cause, string? Remedy, string? ProviderCode, string? RequestId);
