namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>What a fault makes of a submission: refused afterwards, held up, or returned by the recipients' servers.</summary>
internal sealed record ForcedSubmission(string? Refusal = null, TimeSpan Wait = default, string? Bounce = null);
