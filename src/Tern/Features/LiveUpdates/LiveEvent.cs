namespace Tern.Features.LiveUpdates;

/// <summary>What the stream tells: that something happened, not what. The page asks for it by an ordinary request, with its own permissions.</summary>
internal sealed record LiveEvent(long Id, string Kind, long Ticket);
