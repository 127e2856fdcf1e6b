using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Tern.Web;

/// <summary>Scripts, styles, typeface and icons out of the program itself. Their address carries their hash, so a browser keeps them for ever.</summary>
internal sealed class Assets
{
    private const string Prefix = "assets/";
    private readonly Dictionary<string, Asset> _files = [];

    public Assets()
    {
        var assembly = typeof(Assets).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            _files.Add(name[Prefix.Length..], Read(assembly, name));
        }
    }

    /// <summary>The address of a file, for pages.</summary>
    internal string Url(string name) => $"/assets/{name}?v={_files[name].Hash}";

    internal void Map(IEndpointRouteBuilder app) => app.MapGet("/assets/{name}", Serve).AllowAnonymous();

    private async Task Serve(string name, HttpContext context)
    {
        if (!_files.TryGetValue(name, out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Query["v"] == asset.Hash ? "public, max-age=31536000, immutable"
            : asset.Brotli is null ? "public, max-age=604800" : "no-cache";
        headers.ETag = $"\"{asset.Hash}\"";
        headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch == headers.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = asset.ContentType;
        var body = asset.Content;
        if (asset.Brotli is { } brotli && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            headers.ContentEncoding = "br";
            body = brotli;
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static Asset Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var content = memory.ToArray();
        var isCompressed = name.EndsWith(".woff2", StringComparison.Ordinal);
        return new Asset(content, isCompressed ? null : Compress(content), Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8)), Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        });
    }

    private static byte[] Compress(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var brotli = new BrotliStream(memory, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        return memory.ToArray();
    }

    private sealed record Asset(byte[] Content, byte[]? Brotli, string Hash, string ContentType);
}
