using System.Net;
using System.Reflection;
using System.Text.Json;

namespace Tern.Microsoft365Simulator.State;

/// <summary>What a setting may be, beyond its type.</summary>
internal static class SettingsCheck
{
    private static readonly PropertyInfo[] All = typeof(Settings).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>The first thing that is wrong, in the names of JSON; null where all is well.</summary>
    internal static string? Problem(Settings settings) =>
        All.Select(p => Bound(JsonNamingPolicy.CamelCase.ConvertName(p.Name), p.GetValue(settings))).FirstOrDefault(p => p is not null) ?? Together(settings);

    private static string? Bound(string name, object? value) => value switch
    {
        TimeSpan span when span < TimeSpan.Zero => $"\"{name}\" cannot be negative.",
        double and not (>= 0 and <= 1) => $"\"{name}\" is a share from 0 to 1.",
        int and < 0 or long and < 0 => $"\"{name}\" cannot be negative.",
        _ => null,
    };

    private static string? Together(Settings settings) =>
        Status("secondSendStatus", settings.SecondSendStatus, 404, 400)
        ?? Status("expiredSyncStateStatus", settings.ExpiredSyncStateStatus, 410, 400)
        ?? Status("mailAdvancedStatus", settings.MailAdvancedStatus, 403, 400, 401, 405)
        ?? Status("largeRequestStatus", settings.LargeRequestStatus, 413, 400)
        ?? Status("expiredUploadStatus", settings.ExpiredUploadStatus, 404, 401)
        ?? Status("quotaStatus", settings.QuotaStatus, 507, 429, 403)
        ?? Order("accessTokenShortest", settings.AccessTokenShortest, "accessTokenLongest", settings.AccessTokenLongest)
        ?? Order("longTokenShortest", settings.LongTokenShortest, "longTokenLongest", settings.LongTokenLongest)
        ?? Order("shortestSubscription", settings.ShortestSubscription, "longestSubscription", settings.LongestSubscription)
        ?? Order("notifyShortest", settings.NotifyShortest, "notifyLongest", settings.NotifyLongest)
        ?? (IPAddress.TryParse(settings.ClientAddress, out _) ? null : $"\"clientAddress\" is an IP address, and \"{settings.ClientAddress}\" is none.");

    private static string? Status(string name, int value, params ReadOnlySpan<int> known) =>
        known.Contains(value) ? null : $"\"{name}\" is {string.Join(" or ", known.ToArray())}.";

    private static string? Order(string lesser, TimeSpan low, string greater, TimeSpan high) =>
        low <= high ? null : $"\"{lesser}\" ({low}) is longer than \"{greater}\" ({high}); change both in one request.";
}
