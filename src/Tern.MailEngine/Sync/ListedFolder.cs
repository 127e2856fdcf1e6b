namespace Tern.MailEngine.Sync;

/// <summary>A folder of a mailbox.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="WellKnownName">Its name independent of language, for example <c>inbox</c>; null for a person's own.</param>
/// <param name="DisplayName">Its name as people see it.</param>
/// <param name="Depth">0 for the folders at the top.</param>
/// <param name="Total">How many messages lie in it.</param>
public sealed record ListedFolder(string Id, string? WellKnownName, string DisplayName, int Depth, int Total);
