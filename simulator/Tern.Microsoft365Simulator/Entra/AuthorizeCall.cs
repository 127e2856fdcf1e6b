using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An authorization request whose application and redirect URI are known, so that the browser may go back there.</summary>
internal sealed record AuthorizeCall(string Path, Tenant? Tenant, AppRegistration App, string RedirectUri, FormFields Fields)
{
    /// <summary>Sends the browser back by query, fragment or form, as asked for.</summary>
    internal SimulatedResponse Back(IEnumerable<KeyValuePair<string, string>> answer)
    {
        var all = answer.ToList();
        if (Fields["state"] is { } state)
        {
            all.Add(new("state", state));
        }

        if (Fields["response_mode"] == "form_post")
        {
            return EntraPages.PostBack(RedirectUri, all);
        }

        var encoded = string.Join('&', all.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        var separator = Fields["response_mode"] == "fragment" ? '#' : RedirectUri.Contains('?') ? '&' : '?';
        return SimulatedResponse.Empty(302).With("Location", $"{RedirectUri}{separator}{encoded}").With("Cache-Control", "no-store, no-cache");
    }

    internal SimulatedResponse BackWithError(World world, SimulatedRequest request, EntraError error)
    {
        var (trace, correlation, timestamp) = EntraAnswers.Marks(world, request);
        var answer = new List<KeyValuePair<string, string>>
        {
            new("error", error.OAuth),
            new("error_description", $"AADSTS{error.Code}: {error.Text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}"),
        };
        if (error.Code == 65004)
        {
            answer.Add(new("error_subcode", "cancel"));
        }

        return Back(answer);
    }
}
