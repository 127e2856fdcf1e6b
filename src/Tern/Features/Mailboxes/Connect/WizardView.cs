using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>What every page of the wizard shows.</summary>
public sealed record WizardView
{
    public required Guid Id { get; init; }

    public required SetupStep Step { get; init; }

    public required SetupAnswers Answers { get; init; }

    /// <summary>What is wrong with what was entered, as names of texts.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>From the first import on.</summary>
    public MailboxId? Mailbox { get; init; }

    /// <summary>The mailbox that is connected by the address already, where one is.</summary>
    public MailboxId? Taken { get; init; }

    internal string Path(SetupStep step) => SetupPath.Of(new MailboxSetupId(Id), step);

    internal string Here => Path(Step);

    /// <summary>Where on the page the results begin.</summary>
    internal const string Results = "results";

    /// <summary>What the last check found. Not shown beside something entered that could not be taken: it would speak of what was entered before.</summary>
    internal IReadOnlyList<CheckLine> Checks => Problems.Count > 0 ? [] : Answers.ChecksOf(Step);

    internal bool HasFailed => Checks.Any(line => line.Result == CheckResult.Failed);
}
