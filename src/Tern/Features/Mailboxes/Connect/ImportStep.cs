using Microsoft.AspNetCore.Mvc;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Which mail that is there becomes tickets: looked at first, then begun. Only from here on there is a mailbox, and only from here on it is read.</summary>
internal static class ImportStep
{
    internal static readonly IReadOnlyList<string> Choices = ["now", "days", "all"];

    private const int Shown = 10;
    private const int MaxDays = 3650;

    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/import", ShowAsync);
        mailboxes.MapPost("/connect/{id:guid}/import", LookAsync);
        mailboxes.MapPost("/connect/{id:guid}/import/begin", BeginAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Import, cancellationToken);
        return setup is null ? elsewhere! : Wizard.Page<ImportPage>(setup, SetupStep.Import);
    }

    private static async Task<IResult> LookAsync(Guid id, [FromForm] Form? form, Setups setups, SetupAccess access, MailboxTrial trial, TimeProvider time, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Import, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        if (Take(setup, form) is { } wrong)
        {
            return Wizard.Page<ImportPage>(setup, SetupStep.Import, [wrong]);
        }

        var lines = new List<CheckLine>();
        setup.Answers = setup.Answers.Reopen(SetupStep.Import) with { Preview = null };
        if (setup.Answers.Import == "now")
        {
            setup.Answers = setup.Answers with { Preview = new ImportPreview(0, []) };
        }
        else
        {
            var (preview, problem) = await PreviewAsync(setup, access, trial, Since(setup.Answers, time.GetUtcNow()), cancellationToken);
            lines.AddRange(problem is null ? [] : [problem]);
            setup.Answers = setup.Answers with { Preview = preview };
        }

        setup.Answers = setup.Answers with { Checks = new Dictionary<SetupStep, IReadOnlyList<CheckLine>>(setup.Answers.Checks) { [SetupStep.Import] = lines } };
        await setups.SaveAsync(setup, cancellationToken);
        return Wizard.Lead(setup, SetupStep.Import, anyway: false);
    }

    private static async Task<IResult> BeginAsync(
        Guid id, [FromForm] Form? form, Setups setups, MailboxRegistry registry, MailboxHost host, TimeProvider time, ILogger<Mailbox> logger, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Import, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        if (form?.Import is null)
        {
            return SetupPath.Redirect(setup.Id, SetupStep.Import); // nothing begins that was not chosen
        }

        var problem = Take(setup, form);
        setup.Taken = await registry.FindAsync(setup.Answers.Address!, cancellationToken);
        if (setup.Taken is not null)
        {
            problem ??= "AddressTaken";
        }

        if (problem is not null)
        {
            return Wizard.Page<ImportPage>(setup, SetupStep.Import, [problem]);
        }

        var mailbox = registry.AddMailbox(setup.Connection!.Id, setup.Answers.Address!, setup.Answers.DisplayName, Since(setup.Answers, time.GetUtcNow()) ?? (setup.Answers.Import == "all" ? DateTimeOffset.UnixEpoch : null));
        mailbox.SenderAddress = setup.Answers.SenderAddress;
        setup.Row.MailboxId = mailbox.Id;
        setup.Answers = setup.Answers.With(SetupStep.Import, StepState.Done) with { Preview = null }; // senders and subjects are kept no longer than they are looked at
        await setups.SaveAsync(setup, cancellationToken);
        Log.Connected(logger, mailbox.Id, mailbox.ShortName);
        host.Ring();
        return SetupPath.Redirect(setup.Id, SetupStep.Proof);
    }

    private static async Task<(ImportPreview? Preview, CheckLine? Problem)> PreviewAsync(
        OpenSetup setup, SetupAccess access, MailboxTrial trial, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var opened = await access.OpenAsync(setup, isNew: false, cancellationToken);
        if (opened is not { Connection: { } connection, Token: { } token })
        {
            return (null, opened.Problem);
        }

        var (preview, fault) = await trial.PreviewAsync(connection, setup.Answers.Address!, "inbox", since, Shown, token, cancellationToken);
        return fault is null && preview is not null
            ? (new ImportPreview(preview.Count, [.. preview.First.Select(l => new ImportLine(l.From, l.Subject, l.ReceivedAt))]), null)
            : (null, CheckLine.Of("read", fault));
    }

    private static string? Take(OpenSetup setup, Form? form)
    {
        var import = form?.Import is { } chosen && Choices.Contains(chosen) ? chosen : "now";
        setup.Answers = setup.Answers with { Import = import, ImportDays = form?.Days ?? setup.Answers.ImportDays };
        return import == "days" && setup.Answers.ImportDays is < 1 or > MaxDays ? "ImportDaysInvalid" : null;
    }

    private static DateTimeOffset? Since(SetupAnswers answers, DateTimeOffset now) => answers.Import == "days" ? now.AddDays(-answers.ImportDays) : null;

    internal sealed record Form
    {
        public string? Import { get; init; }

        public int? Days { get; init; }
    }
}
