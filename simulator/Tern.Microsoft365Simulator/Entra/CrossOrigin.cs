namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Only what was given to a page in a browser can be redeemed by one, and only there (reply-url, "spa").</summary>
internal static class CrossOrigin
{
    internal static void Check(PlatformType platform, string? origin)
    {
        if (platform == PlatformType.Spa && origin is null)
        {
            throw new EntraRefusalException(9002327);
        }

        if (platform != PlatformType.Spa && origin is not null)
        {
            throw new EntraRefusalException(9002326, $"{EntraError.Of(9002326).Text} Request origin: '{origin}'.");
        }
    }

    /// <summary>Browsers ask before they send, and read no answer that does not name them (Fetch, "CORS protocol").</summary>
    internal static SimulatedResponse Allow(SimulatedRequest request, SimulatedResponse response) => request.Header("Origin") is { } origin
        ? response
            .With("Access-Control-Allow-Origin", origin)
            .With("Access-Control-Allow-Methods", "POST, OPTIONS")
            .With("Access-Control-Allow-Headers", request.Header("Access-Control-Request-Headers") ?? "*")
        : response;
}
