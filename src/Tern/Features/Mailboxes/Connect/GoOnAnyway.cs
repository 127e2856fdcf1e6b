namespace Tern.Features.Mailboxes.Connect;

/// <summary>A failed check traps nobody: one goes on knowingly, and the step stays marked.</summary>
internal static class GoOnAnyway
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/connect/{id:guid}/{step}/anyway", MarkAsync);

    private static async Task<IResult> MarkAsync(Guid id, string step, Setups setups, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<SetupStep>(step, ignoreCase: true, out var which) || which >= SetupStep.Import)
        {
            return TypedResults.NotFound();
        }

        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, which, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        // Only past a check that was made: what was never entered cannot be left out.
        if (setup.Answers.ChecksOf(which).Count == 0)
        {
            return SetupPath.Redirect(setup.Id, which);
        }

        setup.Answers = setup.Answers.With(which, StepState.Doubtful);
        await setups.SaveAsync(setup, cancellationToken);
        return SetupPath.Redirect(setup.Id, which + 1);
    }
}
