using Microsoft.Extensions.Options;
using Tern.Hosting;

namespace Tern.Web;

/// <summary>What every answer tells the browser to refuse. A route that needs another policy sets its own before it writes.</summary>
internal static class SecurityHeaders
{
    internal static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<TernOptions>>().Value;
        var isHttps = app.ApplicationServices.GetRequiredService<PublicAddress>().IsHttps;
        var formTargets = string.Concat(options.FormTargets.Select(origin => $" {origin}"));
        var policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
            $"frame-ancestors 'none'; form-action 'self'{formTargets}";
        return app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (isHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            if (!context.Request.Path.StartsWithSegments("/assets"))
            {
                headers.CacheControl = "no-cache, no-store";
                headers.Pragma = "no-cache";
            }

            return next(context);
        });
    }
}
