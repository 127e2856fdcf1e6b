using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>What the steps have in common: who may open them, how they are shown, and where they lead.</summary>
internal static class Wizard
{
    /// <summary>Opens a setup at a step. A step whose predecessors are open leads to where the administrator stands; a mailbox that exists leads to the proof.</summary>
    internal static async Task<(OpenSetup? Setup, IResult? Elsewhere)> OpenAsync(Setups setups, Guid id, SetupStep step, CancellationToken cancellationToken)
    {
        if (await setups.FindAsync(id, cancellationToken) is not { } setup)
        {
            return (null, TypedResults.NotFound());
        }

        if (setup.IsClosed != (step == SetupStep.Proof))
        {
            return (null, SetupPath.Redirect(setup.Id, setup.IsClosed ? SetupStep.Proof : setup.Answers.Next));
        }

        return step > setup.Answers.Next ? (null, SetupPath.Redirect(setup.Id, setup.Answers.Next)) : (setup, null);
    }

    internal static RazorComponentResult<TPage> Page<TPage>(OpenSetup setup, SetupStep step, IReadOnlyList<string>? problems = null, params (string Name, object? Value)[] more)
        where TPage : IComponent
    {
        var parameters = more.ToDictionary(m => m.Name, m => m.Value);
        parameters["View"] = View(setup, step, problems);
        return new RazorComponentResult<TPage>(parameters) { StatusCode = problems is { Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }

    internal static WizardView View(OpenSetup setup, SetupStep step, IReadOnlyList<string>? problems = null) => new()
    {
        Id = setup.Id.Value,
        Step = step,
        Answers = setup.Answers,
        Problems = problems ?? [],
        Mailbox = setup.Row.MailboxId,
        Taken = setup.Taken,
    };

    /// <summary>Keeps what a check found, and shows it on the step's own page.</summary>
    internal static async Task<IResult> CheckedAsync(
        Setups setups, OpenSetup setup, SetupStep step, IReadOnlyList<CheckLine> lines, bool anyway, CancellationToken cancellationToken)
    {
        setup.Answers = setup.Answers.With(step, lines, anyway);
        await setups.SaveAsync(setup, cancellationToken);
        return Lead(setup, step, anyway);
    }

    /// <summary>To what the check found, which is below what was entered, or past it to the next step.</summary>
    internal static RedirectHttpResult Lead(OpenSetup setup, SetupStep step, bool anyway) => anyway && setup.Answers.IsDone(step)
        ? SetupPath.Redirect(setup.Id, step + 1)
        : TypedResults.Redirect($"{SetupPath.Of(setup.Id, step)}#{WizardView.Results}");
}
