using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Counts token requests over a sliding time.</summary>
internal static class RequestCounter
{
    private static readonly TimeSpan MinuteWindow = TimeSpan.FromMinutes(1);

    /// <summary>Equal requests that come too often are a loop (50196): the same client, person and scope by the same grant.</summary>
    internal static void CheckLoop(World world, string tenantKey, string clientId, FormFields form)
    {
        var subject = form["refresh_token"] is { } token ? RefreshTokens.GrantIdOf(world, token) : form["code"] ?? form["device_code"];
        // Polling for a device code is meant to be the same again and again.
        if (world.Settings.LoopLimit is { } limit && form["device_code"] is null
            && Exceeds(world, $"loop:{tenantKey}:{clientId}:{form["grant_type"]}:{subject}:{form["scope"]}", limit, world.Settings.LoopWindow))
        {
            throw new EntraRefusalException(50196);
        }
    }

    /// <summary>A tenant from which too much comes is throttled as a whole (90055).</summary>
    internal static void CheckTenant(World world, Tenant tenant) => CheckLimit(world, $"tenant:{tenant.Id}", tenant.TokenRequestLimit, "The tenant is throttled.");

    /// <summary>An application that asks too much is throttled by its client id, whatever the tenant (90055).</summary>
    internal static void CheckClient(World world, AppRegistration app) => CheckLimit(world, $"client:{app.ClientId}", app.TokenRequestLimit, $"The application '{app.ClientId}' is throttled.");

    // Whoever was told to wait is refused until the wait is over, and is counted anew from then on.
    private static void CheckLimit(World world, string key, int? limit, string who)
    {
        var throttled = world.State.ThrottledTokenRequests;
        if (limit is null)
        {
            throttled.Remove(key);
            return;
        }

        var wait = world.Settings.ThrottleWait;
        if (throttled.TryGetValue(key, out var since) && since + wait - world.Now is var left && left > TimeSpan.Zero && left <= wait)
        {
            throw Throttled(who, left);
        }

        throttled.Remove(key);
        if (Exceeds(world, key, limit.Value, MinuteWindow))
        {
            world.State.RecentTokenRequests.Remove(key);
            throttled.Add(key, world.Now);
            throw Throttled(who, wait);
        }
    }

    private static EntraRefusalException Throttled(string who, TimeSpan left) =>
        new(EntraError.Of(90055, $"There are too many incoming requests. {who}") with { RetryAfter = (int)Math.Ceiling(left.TotalSeconds) });

    private static void Forget(World world)
    {
        var longest = world.Settings.LoopWindow > MinuteWindow ? world.Settings.LoopWindow : MinuteWindow;
        var requests = world.State.RecentTokenRequests;
        foreach (var old in requests.Where(r => r.Value.Count == 0 || r.Value[^1] <= world.Now - longest).Select(r => r.Key).ToList())
        {
            requests.Remove(old);
        }
    }

    private static bool Exceeds(World world, string key, int limit, TimeSpan window)
    {
        if (!world.State.RecentTokenRequests.TryGetValue(key, out var times))
        {
            Forget(world);
            world.State.RecentTokenRequests.Add(key, times = []);
        }

        // What is later than now was counted before the clock was put back.
        times.RemoveAll(t => t <= world.Now - window || t > world.Now);
        if (times.Count >= limit)
        {
            return true;
        }

        times.Add(world.Now);
        return false;
    }
}
