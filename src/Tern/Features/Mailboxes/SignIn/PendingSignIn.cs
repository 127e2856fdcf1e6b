using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Tern.Hosting;
using Tern.MailEngine.Microsoft365.Entra;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>A sign-in that has begun, kept in the browser it began in: encrypted, and good for one end.</summary>
internal sealed class PendingSignIn(IDataProtectionProvider protection, PublicAddress address, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly IDataProtector _protector = protection.CreateProtector("Tern.Mailboxes.PendingSignIn.v2");

    private string CookieName => address.IsHttps ? "__Host-tern-microsoft" : "tern-microsoft";

    private string DeviceCookieName => CookieName + "-device";

    private string EndedCookieName => CookieName + "-ended";

    internal void Remember(HttpResponse response, SignInTarget target, SignInRequest request)
    {
        var kept = new Kept(target, request.State, request.Nonce, request.Verifier, request.RedirectUri, time.GetUtcNow() + Lifetime);
        response.Cookies.Append(CookieName, _protector.Protect(JsonSerializer.Serialize(kept)), Options(Lifetime));
    }

    /// <summary>Takes the sign-in out of the browser. Null when this browser did not begin it, it was used, or its time is over.</summary>
    internal (SignInTarget Target, SignInRequest Request)? Take(HttpContext context, string? state)
    {
        if (!context.Request.Cookies.TryGetValue(CookieName, out var closed))
        {
            return null;
        }

        context.Response.Cookies.Append(CookieName, "", Options(TimeSpan.Zero));
        return Read<Kept>(closed) is { } kept && time.GetUtcNow() < kept.Until && IsSame(kept.State, state)
            ? (kept.Target, new SignInRequest(kept.State, kept.Nonce, kept.Verifier, kept.RedirectUri, new Uri("about:blank")))
            : null;
    }

    /// <summary>A sign-in of this browser has ended well: its last page may be loaded once more, by a second click or a reload.</summary>
    internal void RememberEnd(HttpResponse response, SignInTarget target, string state) =>
        response.Cookies.Append(EndedCookieName, _protector.Protect(JsonSerializer.Serialize(new KeptEnd(target, state, time.GetUtcNow() + Lifetime))), Options(Lifetime));

    /// <summary>What a sign-in was for that ended well in this browser a moment ago; null where none did.</summary>
    internal SignInTarget? Ended(HttpContext context, string? state) =>
        context.Request.Cookies.TryGetValue(EndedCookieName, out var closed) && Read<KeptEnd>(closed) is { } kept && time.GetUtcNow() < kept.Until && IsSame(kept.State, state)
            ? kept.Target
            : null;

    internal void Remember(HttpResponse response, SignInTarget target, DeviceCode code) =>
        response.Cookies.Append(DeviceCookieName, _protector.Protect(JsonSerializer.Serialize(new KeptCode(target, code))), Options(code.ExpiresAt - time.GetUtcNow()));

    /// <summary>The code that a person is entering at Microsoft. Null when there is none for this target in this browser, or its time is over.</summary>
    internal DeviceCode? Look(HttpContext context, SignInTarget target) =>
        context.Request.Cookies.TryGetValue(DeviceCookieName, out var closed) && Read<KeptCode>(closed) is { } kept && kept.Target == target && time.GetUtcNow() < kept.Code.ExpiresAt
            ? kept.Code
            : null;

    internal void ForgetCode(HttpResponse response) => response.Cookies.Append(DeviceCookieName, "", Options(TimeSpan.Zero));

    private T? Read<T>(string closed)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(_protector.Unprotect(closed));
        }
        catch (CryptographicException)
        {
            return null; // made by somebody else, or with keys of before
        }
    }

    private static bool IsSame(string one, string? other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other ?? ""));

    private CookieOptions Options(TimeSpan age) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = age,
        Path = "/",
        SameSite = SameSiteMode.Lax, // Microsoft's page sends the browser back by a link
        Secure = address.IsHttps,
    };

    private sealed record Kept(SignInTarget Target, string State, string Nonce, string Verifier, string RedirectUri, DateTimeOffset Until);

    private sealed record KeptEnd(SignInTarget Target, string State, DateTimeOffset Until);

    private sealed record KeptCode(SignInTarget Target, DeviceCode Code);
}
