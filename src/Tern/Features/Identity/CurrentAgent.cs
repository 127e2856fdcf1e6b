namespace Tern.Features.Identity;

/// <summary>The agent behind this request, set when the session cookie was accepted.</summary>
internal sealed class CurrentAgent
{
    private AgentCard? _card;

    internal bool IsKnown => _card is not null;

    internal AgentCard Card => _card ?? throw new InvalidOperationException("Nobody is signed in on this request.");

    internal AgentId Id => Card.Id;

    internal TimeZoneInfo Zone => _card?.Zone ?? TimeZoneInfo.Utc;

    internal void Is(AgentCard card) => _card = card;
}
