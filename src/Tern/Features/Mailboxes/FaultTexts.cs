using Microsoft.Extensions.Localization;

namespace Tern.Features.Mailboxes;

/// <summary>The one table of causes: what happened and what to do, for the page, the command line and the log.</summary>
internal sealed class FaultTexts(IStringLocalizer<FaultTexts> texts)
{
    internal FaultText Of(string code) => new(code, texts[$"{code}.Cause"], texts[$"{code}.Remedy"]);
}

/// <param name="Code">The stable word of the cause.</param>
/// <param name="Cause">What happened, in one sentence.</param>
/// <param name="Remedy">Who does what, in one sentence.</param>
internal sealed record FaultText(string Code, string Cause, string Remedy);
