using System.Globalization;
using System.Text;
using Tern.Microsoft365Simulator.Graph;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>A1 to A21: what goes wrong with tokens.</summary>
internal static class IdentityFaults
{
    private static readonly string[] TokenPaths = ["*/oauth2/v2.0/token"];
    private static readonly string[] GraphPaths = ["/v1.0/*"];
    private static readonly int[] ConditionalAccess = [53003, 50076, 50079];
    private static readonly int[] Gateway = [429, 500, 502, 503, 504];

    internal static readonly FaultClass[] All =
    [
        new("A1", "The access token has expired early: 401 InvalidAuthenticationToken") { Paths = GraphPaths, Serve = (hit, _) => hit.Graph(GraphCaller.Expired()) },
        new("A2", "A refresh answers with a new refresh token") { Paths = TokenPaths, When = IsRefresh, Serve = (_, truth) => truth() },
        new("A3", "A refresh answers with the refresh token it was given") { Paths = TokenPaths, When = IsRefresh, Serve = SameRefreshToken },
        Refused("A4", 50173, "The grant was revoked, as after a password reset", IsRefresh),
        Refused("A5", 700082, "The refresh token was not used for 90 days", IsRefresh),
        new("A6", "70000 and 70008 by turns: the grant is garbled or at its end") { Paths = TokenPaths, When = IsUser, Serve = (hit, _) => hit.Aadsts(hit.Turn % 2 == 0 ? 70000 : 70008) },
        Refused("A7", 7000222, "The client secret has expired"),
        Refused("A8", 7000215, "The client secret is wrong"),
        Refused("A9", 700016, "The application is not in the tenant"),
        Refused("A10", 65001, "Consent was taken back", IsUser),
        new("A11", "53003, 50076 and 50079 by turns: a policy wants the person") { Paths = TokenPaths, When = IsUser, Serve = (hit, _) => hit.Aadsts(ConditionalAccess[hit.Turn % 3]) },
        new("A12", "401 with a claims challenge of continuous access evaluation") { Paths = GraphPaths, Serve = (hit, _) => hit.Graph(ContinuousEvaluation.Challenge(hit.World.Now, "TokenIssuedBeforeRevocationTimestamp")) },
        Refused("A13", 50057, "The user is disabled", IsUser),
        new("A14", "The tenant is gone (90002) and blocked (5000225) by turns") { Paths = TokenPaths, Times = 2, Serve = TenantGoneOrBlocked },
        new("A15", "The token endpoint answers 429 (Retry-After 30), 500, 502, 503 and 504 by turns") { Paths = TokenPaths, Times = 5, Serve = TokenEndpointDown },
        new("A16", "The token endpoint answers 200 with HTML, then 200 with nothing") { Paths = TokenPaths, Times = 2, Serve = (hit, _) => hit.Turn % 2 == 0 ? hit.Plain(200, "<html><body>Sign in to the network</body></html>") : hit.Plain(200) },
        new("A17", "The clocks are ten minutes apart, ahead and behind by turns: Date differs, assertions are refused with 700024") { Paths = TokenPaths, Times = 2, Serve = SkewedClock },
        new("A18", "Metadata and keys cannot be reached") { Paths = ["*/.well-known/openid-configuration", "*/discovery/*"], Serve = (_, _) => SimulatedResponse.Empty(0) with { Cut = Cut.BeforeEffect } },
        Refused("A19", 700027, "The certificate was exchanged: the old one is not registered any more", r => Body(r).Contains("client_assertion=", StringComparison.Ordinal)),
        new("A20", "The token endpoint takes two seconds, so that two refreshes overlap; both succeed") { Paths = TokenPaths, Times = 2, Delay = TimeSpan.FromSeconds(2), Serve = (hit, truth) => truth() with { Delay = hit.Fault.Delay } },
        new("A21", "The connection breaks after a token was issued: what it carried is lost") { Paths = TokenPaths, Serve = (_, truth) => truth() with { Cut = Cut.AfterEffect } },
    ];

    private static FaultClass Refused(string id, int code, string says, Func<SimulatedRequest, bool>? when = null) =>
        new(id, $"{says}: {code}") { Paths = TokenPaths, When = when ?? (_ => true), Serve = (hit, _) => hit.Aadsts(code) };

    // The second is what reference-error-codes says of a tenant that Microsoft has taken out of use.
    private static SimulatedResponse TenantGoneOrBlocked(FaultHit hit, Func<SimulatedResponse> truth) => hit.Turn % 2 == 0
        ? hit.Aadsts(90002)
        : hit.Aadsts(5000225, "This tenant has been blocked due to inactivity. To learn more about tenant lifecycle policies, see https://aka.ms/TenantLifecycle.");

    private static SimulatedResponse SameRefreshToken(FaultHit hit, Func<SimulatedResponse> truth) => FaultHit.Change(truth(), json =>
    {
        if (json.ContainsKey("refresh_token"))
        {
            json["refresh_token"] = FormFields.OfBody(hit.Request)["refresh_token"];
        }
    });

    private static SimulatedResponse TokenEndpointDown(FaultHit hit, Func<SimulatedResponse> truth)
    {
        var status = Gateway[hit.Turn % Gateway.Length];
        var answer = hit.Plain(status, "<html><body>The service is unavailable.</body></html>");
        return status == 429 ? answer.With("Retry-After", "30") : answer;
    }

    private static SimulatedResponse SkewedClock(FaultHit hit, Func<SimulatedResponse> truth)
    {
        var answer = Body(hit.Request).Contains("client_assertion=", StringComparison.Ordinal) ? hit.Aadsts(700024) : truth();
        var there = hit.World.Now.AddMinutes(hit.Turn % 2 == 0 ? 10 : -10);
        return answer.With("Date", there.ToString("R", CultureInfo.InvariantCulture));
    }

    private static bool IsRefresh(SimulatedRequest request) => Body(request).Contains("grant_type=refresh_token", StringComparison.Ordinal);

    private static bool IsUser(SimulatedRequest request) => !Body(request).Contains("grant_type=client_credentials", StringComparison.Ordinal);

    private static string Body(SimulatedRequest request) => Encoding.UTF8.GetString(request.Body.Span);
}
