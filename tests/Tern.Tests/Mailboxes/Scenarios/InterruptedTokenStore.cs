using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes.Engine;
using Tern.MailEngine.Tokens;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>
/// The real store, and what happens to its process between an answer of Microsoft for one grant and the moment it is stored. Where that throws, the process has
/// died, as far as this grant can tell.
/// </summary>
internal sealed class InterruptedTokenStore(TokenStore store, Guid grant, Func<Task> beforeStoring) : ITokenStore
{
    private bool _isDead;

    internal static void In(IServiceCollection services, Guid grant, Func<Task> beforeStoring) =>
        services.AddSingleton<ITokenStore>(provider => new InterruptedTokenStore(ActivatorUtilities.CreateInstance<TokenStore>(provider), grant, beforeStoring));

    public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken) => Living(grantId).LoadAsync(grantId, resource, cancellationToken);

    public Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken) => Living(grantId).ClaimAsync(grantId, claim, cancellationToken);

    public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken) =>
        Living(grantId).NoteFailureAsync(grantId, claim, failure, cancellationToken);

    public async Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken)
    {
        if (grantId == grant)
        {
            _isDead = true;
            await beforeStoring();
            _isDead = false;
        }

        return await store.SaveAsync(grantId, resource, update, cancellationToken);
    }

    private TokenStore Living(Guid grantId) => _isDead && grantId == grant ? throw new InvalidOperationException("A dead process does nothing more.") : store;
}
