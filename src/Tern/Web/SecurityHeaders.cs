using Microsoft.Extensions.Options;
using Tern.Hosting;

namespace Tern.Web;

/// <summary>What every answer tells the browser to refuse. A route that needs another policy sets its own before it writes.</summary>
internal sealed class SecurityHeaders(IOptions<TernOptions> options, PublicAddress address)
{
    private readonly string _policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
        $"frame-ancestors 'none'; form-action 'self'{string.Concat(options.Value.FormTargets.Select(origin => $" {origin}"))}";

    internal void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (address.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (!context.Request.Path.StartsWithSegments("/assets"))
        {
            headers.CacheControl = "no-cache, no-store";
            headers.Pragma = "no-cache";
        }
    }
}
