using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using Tern.Hosting;

namespace Tern.Web;

/// <summary>
/// Cookies that only https may carry cannot work over plain http. A request that came so is led to the public address where a known proxy says that
/// the browser spoke http; elsewhere it is told what is missing, because behind a proxy that cannot tell a redirect would turn in circles.
/// </summary>
internal static class PlainHttpGate
{
    private const int ToldAtMost = 100;

    /// <summary>Remembers who is at the other end of the connection, before a known proxy's word replaces it.</summary>
    internal static IApplicationBuilder UseConnectionPeer(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Features.Set(new Peer(context.Connection.RemoteIpAddress, context.Request.Headers["X-Forwarded-Proto"].ToString()));
        return next(context);
    });

    internal static IApplicationBuilder UsePlainHttpGate(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        if (!address.IsHttps)
        {
            return app;
        }

        var proxies = app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        var told = new ConcurrentDictionary<string, bool>();
        return app.Use((context, next) =>
        {
            var path = context.Request.Path;
            if (context.Request.IsHttps || path.StartsWithSegments("/health") || path.StartsWithSegments("/assets"))
            {
                return next(context);
            }

            var peer = context.Features.Get<Peer>()!;
            var isKnown = IsKnown(proxies, peer.Address);
            if (isKnown && peer.Scheme.Length > 0)
            {
                context.Response.Redirect(new Uri(address.Base, path + context.Request.QueryString).AbsoluteUri, permanent: false, preserveMethod: true);
                return Task.CompletedTask;
            }

            var name = peer.Address?.ToString() ?? "";
            if (told.Count < ToldAtMost && told.TryAdd(name, true))
            {
                Log.PlainHttp(app.Logger, name, address.Base, isKnown ? "X-Forwarded-Proto" : nameof(TernOptions.KnownProxies));
            }

            return Problems.Page(StatusCodes.Status400BadRequest, isKnown ? "NoForwardedProto" : "PlainHttp", address.Base, address.Base, name).ExecuteAsync(context);
        });
    }

    private static bool IsKnown(ForwardedHeadersOptions proxies, IPAddress? peer)
    {
        var address = peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
        return address is not null && (proxies.KnownProxies.Contains(address) || proxies.KnownIPNetworks.Any(network => network.Contains(address)));
    }

    private sealed record Peer(IPAddress? Address, string Scheme);
}
