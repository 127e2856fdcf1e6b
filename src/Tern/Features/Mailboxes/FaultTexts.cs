using Microsoft.Extensions.Localization;

namespace Tern.Features.Mailboxes;

/// <summary>The words on the cards: what happened, what it means and what to do, for the pages, the command line and the log.</summary>
internal sealed class FaultTexts(IStringLocalizer<FaultTexts> texts)
{
    /// <summary>A word of the cards themselves: a heading, a button, a label.</summary>
    internal string this[string name] => texts[name];

    internal FaultText Of(string code) => At(code, "Mailbox");

    /// <summary>The same while a mailbox is being connected, which has no page of its own yet.</summary>
    /// <param name="code">The cause.</param>
    /// <param name="step">The step whose page shows it; null on a page beside the steps.</param>
    internal FaultText OfSetup(string code, SetupStep? step)
    {
        var home = FaultCards.Of(code)?.SetupStep ?? SetupStep.Registration;
        return At(code, home == step ? "Above" : home.ToString());
    }

    private FaultText At(string code, string where) => new(code, texts[$"{code}.Cause"], texts[$"{code}.Remedy", texts[$"Where.{where}"]]);

    internal string Of(FaultEffect effect) => texts[$"Effect.{effect}"];

    internal string Of(FaultHealer healer) => texts[$"Healer.{healer}"];

    internal string Of(FaultGroup group) => texts[$"Group.{group}"];

    internal string Of(FaultShell shell) => texts[$"Shell.{shell}"];

    /// <summary>What the button of a card says.</summary>
    internal string Button(FaultCard card) => texts[$"Button.{card.Anchor ?? "link"}"];
}

/// <param name="Code">The stable word of the cause.</param>
/// <param name="Cause">What happened, in one sentence.</param>
/// <param name="Remedy">Who does what, in one sentence.</param>
internal sealed record FaultText(string Code, string Cause, string Remedy);
