namespace Tern.MailEngine.Delivery;

/// <summary>A stored mail with which something is still to be done at the provider (see <see cref="Settings.AfterImport"/>).</summary>
/// <param name="ProviderId">The provider's immutable id.</param>
/// <param name="Attempts">Tries that failed so far.</param>
/// <param name="DueAt">When it is tried next; null: it is done, or given up.</param>
public sealed record Filing(string ProviderId, int Attempts, DateTimeOffset? DueAt);
