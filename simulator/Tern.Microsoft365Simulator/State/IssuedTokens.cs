namespace Tern.Microsoft365Simulator.State;

/// <summary>The access tokens that were given out last, for whoever looks; a token proves itself and needs no list.</summary>
internal sealed class IssuedTokens
{
    private const int Kept = 50;
    private readonly Queue<IssuedToken> _tokens = new();

    internal IEnumerable<IssuedToken> NewestFirst => _tokens.Reverse();

    internal void Add(IssuedToken token)
    {
        _tokens.Enqueue(token);
        if (_tokens.Count > Kept)
        {
            _tokens.Dequeue();
        }
    }
}

/// <summary>One access token, without the token.</summary>
/// <param name="Issued">When.</param>
/// <param name="Ends">Until when it is good.</param>
/// <param name="ClientId">The application.</param>
/// <param name="UserId">The person; null where the application acts for itself.</param>
/// <param name="Resource">What it is for.</param>
internal sealed record IssuedToken(DateTimeOffset Issued, DateTimeOffset Ends, string ClientId, string? UserId, string Resource);
