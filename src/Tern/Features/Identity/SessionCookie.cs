using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Tern.Hosting;

namespace Tern.Features.Identity;

/// <summary>The session: a cookie that scripts cannot read, secure when the public address is https, checked against the agent on every request.</summary>
internal sealed class SessionCookie(PublicAddress address) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(CookieAuthenticationOptions options) => Configure(AgentClaims.Scheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/denied";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.Cookie.Name = address.IsHttps ? "__Host-tern" : "tern";
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;

        // Behind a proxy that ends TLS the request itself is plain http; the configured address decides.
        options.Cookie.SecurePolicy = address.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => RedirectPage(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RedirectPage(context, StatusCodes.Status403Forbidden);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (AgentClaims.IdOf(context.Principal) is { } id &&
            await services.GetRequiredService<AgentDirectory>().FindAsync(id, context.HttpContext.RequestAborted) is { } card &&
            context.Principal!.HasClaim(AgentClaims.Stamp, card.Stamp))
        {
            services.GetRequiredService<CurrentAgent>().Is(card);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AgentClaims.Scheme);
    }

    /// <summary>A page is led to the sign-in page; a script's request for a fragment or the event stream is told plainly instead.</summary>
    private static Task RedirectPage(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.StatusCode = status;
            context.Response.Headers["HX-Refresh"] = "true";
        }
        else if (HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }
}
