using Microsoft.Extensions.Options;

namespace Tern.Hosting;

/// <summary>Makes absolute URLs. They come from the configuration alone: no request and no proxy has a say in them.</summary>
internal sealed class PublicAddress(IOptions<TernOptions> options)
{
    internal Uri Base { get; } = options.Value.Public;

    internal bool IsHttps => Base.Scheme == Uri.UriSchemeHttps;

    internal Uri Of(string path) => new(Base, path);
}
