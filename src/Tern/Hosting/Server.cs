using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Tern.Hosting;

/// <summary>Kestrel, its limits, the console log, and whom to believe about the client's address.</summary>
internal static class Server
{
    /// <summary>Above the limit for the files of one reply, so that the page can say what was too large instead of a cut connection.</summary>
    internal const long MaxRequestBody = 64L * 1024 * 1024;

    internal static void AddServer(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // A failed command is handled or logged by whoever asked for it; a lost race is no failure.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);

        // The key ring lies in the data directory, which belongs to its owner alone (mode 0700).
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        builder.Services.AddSystemd();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        });
        builder.WebHost.UseUrls((builder.Configuration[nameof(TernOptions.Urls)] ?? new TernOptions().Urls).Split(';'));
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, TrustedProxies>();
    }

    /// <summary>Only configured proxies are believed. Loopback is not among them by itself: other users of this machine are there too.</summary>
    private sealed class TrustedProxies(IOptions<TernOptions> options) : IConfigureOptions<ForwardedHeadersOptions>
    {
        public void Configure(ForwardedHeadersOptions forwarded)
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.Value.KnownProxies)
            {
                if (IPAddress.TryParse(proxy, out var address))
                {
                    forwarded.KnownProxies.Add(address);
                }
                else
                {
                    forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
                }
            }

            if (options.Value.KnownProxies.Count == 0)
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.None;
            }
        }
    }
}
