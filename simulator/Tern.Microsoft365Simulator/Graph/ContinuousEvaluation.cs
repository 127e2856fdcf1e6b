using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>
/// Judges a long-lived token anew at each use, and sends the client back for a fresh one with a claims challenge
/// (concept-continuous-access-evaluation, claims-challenge).
/// </summary>
internal static class ContinuousEvaluation
{
    internal static void Check(World world, Tenant tenant, AppRegistration app, User? user, Jwt token)
    {
        if (token.Claims["xms_cc"] is not JsonArray)
        {
            return;
        }

        if (user is null)
        {
            if (token.Text("idtyp") == "user")
            {
                throw Challenge(world.Now, "TokenIssuedBeforeRevocationTimestamp");
            }

            CheckWorkload(world, tenant, app);
            return;
        }

        var isNews = token.Claims["events"]!.GetValue<long>() < user.CriticalEvents || !user.IsEnabled;
        if (isNews && !(world.Now < user.CriticalEvent + world.Settings.EventLag))
        {
            throw Challenge(user.CriticalEvent ?? world.Now, "TokenIssuedBeforeRevocationTimestamp");
        }

        CheckPolicies(world, tenant, app, user, token);
    }

    // Only what is about the place, the second factor and the risk is evaluated here; a location at once.
    private static void CheckPolicies(World world, Tenant tenant, AppRegistration app, User user, Jwt token)
    {
        if (world.State.Grants.FindById(token.Text("sid")) is not { } grant)
        {
            return;
        }

        try
        {
            SignInPolicies.Check(world, tenant, app, user, SignInFacts.Of(grant));
        }
        catch (EntraRefusalException refusal) when (refusal.Error.Code is 53003 or 50076 or 50079 or 50072 or 50074 or 530032 or 530035)
        {
            throw Challenge(world.Now, refusal.Error.Code == 53003 ? "LocationConditionEvaluationSatisfied" : "TokenCreatedWithOutdatedPolicies");
        }
    }

    private static void CheckWorkload(World world, Tenant tenant, AppRegistration app)
    {
        if (tenant.Policies.Exists(p => p is { Requires: PolicyRequirement.Block, Users: null } && SignInPolicies.Concerns(world, p, app.ObjectId, app)))
        {
            throw Challenge(world.Now, "LocationConditionEvaluationSatisfied");
        }
    }

    /// <summary>A token from before that moment does not do any more.</summary>
    internal static GraphRefusalException Challenge(DateTimeOffset from, string result)
    {
        var claims = new JsonObject
        {
            ["access_token"] = new JsonObject
            {
                ["nbf"] = new JsonObject { ["essential"] = true, ["value"] = from.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
            },
        };
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return new GraphRefusalException(401, "InvalidAuthenticationToken", $"Continuous access evaluation resulted in challenge with result: InteractionRequired and code: {result}")
        {
            Headers = [new("WWW-Authenticate", $"{GraphCaller.Bearer}, error=\"insufficient_claims\", claims=\"{encoded}\"")],
        };
    }
}
