using Tern.Hosting;

namespace Tern.Web;

/// <summary>
/// Cookies that only https may carry cannot work over plain http, so such a request is told what is wrong: the wrong address was opened, or the
/// proxy that ends TLS is not among <see cref="TernOptions.KnownProxies"/>. Not redirected: behind a proxy that is not known it would turn in circles.
/// </summary>
internal static class PlainHttpGate
{
    internal static IApplicationBuilder UsePlainHttpGate(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        if (!address.IsHttps)
        {
            return app;
        }

        var isTold = 0;
        return app.Use((context, next) =>
        {
            if (context.Request.IsHttps || context.Request.Path.StartsWithSegments("/health"))
            {
                return next(context);
            }

            var peer = context.Connection.RemoteIpAddress?.ToString() ?? "";
            if (Interlocked.Exchange(ref isTold, 1) == 0)
            {
                Log.PlainHttp(app.Logger, peer, address.Base);
            }

            return Problems.Page(StatusCodes.Status400BadRequest, "PlainHttp", address.Base, peer).ExecuteAsync(context);
        });
    }
}
