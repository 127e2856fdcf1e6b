using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes.Engine;
using Tern.MailEngine.Tokens;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>The real store, and what happens to its process between an answer of Microsoft and the moment it is stored. Where that throws, the process has died.</summary>
internal sealed class InterruptedTokenStore(TokenStore store, Func<Task> beforeStoring) : ITokenStore
{
    private bool _isDead;

    internal static void In(IServiceCollection services, Func<Task> beforeStoring) =>
        services.AddSingleton<ITokenStore>(provider => new InterruptedTokenStore(ActivatorUtilities.CreateInstance<TokenStore>(provider), beforeStoring));

    public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken) => Living().LoadAsync(grantId, resource, cancellationToken);

    public Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken) => Living().ClaimAsync(grantId, claim, cancellationToken);

    public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken) =>
        Living().NoteFailureAsync(grantId, claim, failure, cancellationToken);

    public async Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken)
    {
        _isDead = true;
        await beforeStoring();
        _isDead = false;
        return await store.SaveAsync(grantId, resource, update, cancellationToken);
    }

    private TokenStore Living() => _isDead ? throw new InvalidOperationException("A dead process does nothing more.") : store;
}
