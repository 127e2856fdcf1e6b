using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>Pages for people: the start page, the customers outside, and the style sheet.</summary>
internal static class PageRouter
{
    private static readonly byte[] Style = Load();

    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string[] segments) => (request.Method, segments) switch
    {
        ("GET", ["style.css"]) => SimulatedResponse.Of(200, "text/css; charset=utf-8", Style),
        ("GET", []) => SimulatedResponse.Empty(302).With("Location", "/customers"),
        _ => Html.Page(404, "Not found", "<main><h1>Not found</h1></main>"),
    };

    private static byte[] Load()
    {
        using var stream = typeof(PageRouter).Assembly.GetManifestResourceStream("style.css")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
