using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Microsoft365.Entra;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>A sign-in that has left for Microsoft, kept in the browser it left from: encrypted, good for ten minutes and for one return.</summary>
internal sealed class PendingSignIn(IDataProtectionProvider protection, PublicAddress address, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly IDataProtector _protector = protection.CreateProtector("Tern.Mailboxes.PendingSignIn.v1");

    private string CookieName => address.IsHttps ? "__Host-tern-microsoft" : "tern-microsoft";

    internal void Remember(HttpResponse response, MailboxId mailbox, SignInRequest request)
    {
        var kept = new Kept(mailbox.Value, request.State, request.Nonce, request.Verifier, request.RedirectUri, time.GetUtcNow() + Lifetime);
        response.Cookies.Append(CookieName, _protector.Protect(JsonSerializer.Serialize(kept)), Options(Lifetime));
    }

    /// <summary>Takes the sign-in out of the browser. Null when this browser did not begin it, it was used, or its time is over.</summary>
    internal (MailboxId Mailbox, SignInRequest Request)? Take(HttpContext context, string? state)
    {
        if (!context.Request.Cookies.TryGetValue(CookieName, out var closed))
        {
            return null;
        }

        context.Response.Cookies.Append(CookieName, "", Options(TimeSpan.Zero));
        return Read(closed) is { } kept && time.GetUtcNow() < kept.Until && IsSame(kept.State, state)
            ? (new MailboxId(kept.Mailbox), new SignInRequest(kept.State, kept.Nonce, kept.Verifier, kept.RedirectUri, new Uri("about:blank")))
            : null;
    }

    private Kept? Read(string closed)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(_protector.Unprotect(closed));
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

    private sealed record Kept(Guid Mailbox, string State, string Nonce, string Verifier, string RedirectUri, DateTimeOffset Until);
}
