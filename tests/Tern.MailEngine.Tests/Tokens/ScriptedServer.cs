using Tern.MailEngine.Errors;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Tests.Tokens;

/// <summary>A token endpoint that answers as it was told, and then with tokens that live an hour.</summary>
internal sealed class ScriptedServer : IAuthorizationServer
{
    private readonly Queue<Func<TokenResponse>> _answers = [];
    private int _tokens;

    public List<TokenRequest> Requests { get; } = [];

    public Task Gate { get; set; } = Task.CompletedTask;

    public Action? OnRequest { get; set; }

    public void Fails(Fault fault) => _answers.Enqueue(() => throw (fault.Class switch
    {
        FaultClass.Throttled => new MailboxThrottledException(fault),
        FaultClass.Transient => new MailboxUnavailableException(fault),
        _ => (MailboxException)new MailboxAuthenticationException(fault),
    }));

    public void Answers(string accessToken, string? refreshToken) => _answers.Enqueue(() => new TokenResponse(accessToken, Lifetime, refreshToken));

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    public async Task<TokenResponse> RequestAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        await Gate;
        OnRequest?.Invoke();
        return _answers.TryDequeue(out var answer) ? answer() : new TokenResponse($"token-{++_tokens}", Lifetime, null);
    }
}
