using System.ComponentModel.DataAnnotations;

namespace Tern.Hosting;

/// <summary>Facts of the deployment, read from tern.json in the data directory, then TERN_… variables, then the command line.</summary>
internal sealed class TernOptions
{
    /// <summary>The one public address. Every absolute URL that Tern writes starts with it. Default: the first of <see cref="Urls"/>.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>A PostgreSQL connection string; without one Tern keeps a SQLite file in the data directory.</summary>
    public string? Database { get; set; }

    /// <summary>Where the server listens, several separated by semicolons. Default: http://127.0.0.1:8080.</summary>
    [Required]
    public string Urls { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Addresses or networks (CIDR) of the proxies whose X-Forwarded-… headers count. Default: none, not even loopback.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Further origins a form may lead to, in the Content-Security-Policy; needed for sign-in at a provider.</summary>
    public IList<string> FormTargets { get; } = [];

    internal Uri Public => PublicUrl ?? new Uri(Urls.Split(';')[0].Replace("://*", "://localhost").Replace("://+", "://localhost").Replace("://0.0.0.0", "://localhost"));
}
