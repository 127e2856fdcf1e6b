using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Counts token requests over a sliding time.</summary>
internal static class RequestCounter
{
    private static readonly TimeSpan TenantWindow = TimeSpan.FromMinutes(1);

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
    internal static void CheckTenant(World world, Tenant tenant)
    {
        if (tenant.TokenRequestLimit is { } limit && Exceeds(world, $"tenant:{tenant.Id}", limit, TenantWindow))
        {
            throw new EntraRefusalException(EntraError.Of(90055) with { RetryAfter = (int)world.Settings.ThrottleWait.TotalSeconds });
        }
    }

    private static void Forget(World world)
    {
        var longest = world.Settings.LoopWindow > TenantWindow ? world.Settings.LoopWindow : TenantWindow;
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

        times.RemoveAll(t => t <= world.Now - window);
        if (times.Count >= limit)
        {
            return true;
        }

        times.Add(world.Now);
        return false;
    }
}
