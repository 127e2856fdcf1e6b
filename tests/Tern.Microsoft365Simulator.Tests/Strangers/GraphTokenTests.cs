using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Identity.Client;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client is refused plainly where its token is no good, without claims to ask again with.</summary>
public sealed class GraphTokenTests : IDisposable
{
    private readonly Stranger _stranger = new();

    public void Dispose() => _stranger.Dispose();

    [Theory]
    [InlineData("expired", "Lifetime validation failed, the token is expired.")]
    [InlineData("too early", "Access token has expired or is not yet valid.")]
    [InlineData("other resource", "Access token validation failure. Invalid audience.")]
    [InlineData("garbage", "CompactToken parsing failed with error code: 80049217")]
    [InlineData("empty", "Access token is empty.")]
    [InlineData("user gone", "The user of the token does not exist any more.")]
    [InlineData("app gone", "Access token validation failure. The tenant or the application does not exist any more.")]
    public async Task Token_that_is_no_good_is_refused(string what, string text)
    {
        var token = await TokenAsync(what);

        var refused = await Assert.ThrowsAsync<ODataError>(() => _stranger.Graph(token).Me.GetAsync(cancellationToken: Ct));

        Assert.Equal((401, "InvalidAuthenticationToken", text), (refused.ResponseStatusCode, refused.Error!.Code, refused.Error.Message));
        Assert.DoesNotContain("claims=", string.Join(' ', refused.ResponseHeaders["WWW-Authenticate"]), StringComparison.Ordinal);
    }

    private async Task<string> TokenAsync(string what)
    {
        var scopes = what == "other resource" ? ["https://outlook.office.com/IMAP.AccessAsUser.All"] : MailScopes;
        var refresh = _stranger.Simulator.Grants.IssueRefreshToken(_stranger.App, _stranger.Support, scopes);
        var ahead = what == "too early";
        if (ahead)
        {
            // The token is made while the clock of the simulation stands an hour ahead of the one it is used by.
            _stranger.Simulator.Clock.Drive(TimeProvider.System.GetUtcNow().AddHours(1));
        }

        var signedIn = await ((IByRefreshToken)_stranger.WithSecret()).AcquireTokenByRefreshToken(scopes, refresh).ExecuteAsync(Ct);
        switch (what)
        {
            case "expired":
                _stranger.Simulator.Clock.Advance(TimeSpan.FromMinutes(91));
                break;
            case "too early":
                _stranger.Simulator.Clock.Drive(TimeProvider.System.GetUtcNow());
                break;
            case "user gone":
                _stranger.Simulator.Users.Delete(_stranger.Support);
                break;
            case "app gone":
                _stranger.Simulator.Apps.Remove(_stranger.App);
                break;
        }

        return what switch
        {
            "garbage" => signedIn.AccessToken[..^5],
            "empty" => "",
            _ => signedIn.AccessToken,
        };
    }
}
