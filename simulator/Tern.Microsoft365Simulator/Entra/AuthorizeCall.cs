using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An authorization request whose application and redirect URI are known, so that the browser may go back there.</summary>
internal sealed partial record AuthorizeCall(
    SimulatedRequest Request, string TenantKey, Tenant? Tenant, CloudHosts Cloud, AppRegistration App, string RedirectUri, PlatformType Platform, FormFields Fields)
{
    internal string Path => Request.RawPath;

    internal bool IsSilent => Fields["prompt"] == "none";

    /// <summary>Sends the browser back by query, fragment or form, as asked for.</summary>
    internal SimulatedResponse Back(IEnumerable<KeyValuePair<string, string>> answer)
    {
        var all = answer.ToList();
        if (Fields["state"] is { } state)
        {
            all.Add(new("state", WithoutHtml(state)));
        }

        var address = RedirectUris.Address(RedirectUri);
        if (Fields["response_mode"] == "form_post")
        {
            return EntraPages.PostBack(address, all);
        }

        var encoded = string.Join('&', all.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        var separator = Fields["response_mode"] == "fragment" ? '#' : address.Contains('?') ? '&' : '?';
        return SimulatedResponse.Empty(302).With("Location", $"{address}{separator}{encoded}").With("Cache-Control", "no-store, no-cache");
    }

    internal SimulatedResponse BackWithError(World world, SimulatedRequest request, EntraError error)
    {
        var answer = new List<KeyValuePair<string, string>>
        {
            // There is no grant yet that could be invalid (RFC 6749 §4.1.2.1): somebody has to do something.
            new("error", error.OAuth == "invalid_grant" ? "interaction_required" : error.OAuth),
            new("error_description", EntraAnswers.Describe(world, request, error)),
        };
        if (!world.Settings.OmitErrorUri)
        {
            answer.Add(new("error_uri", EntraAnswers.HelpAddress(error)));
        }

        if (error.Code == 65004)
        {
            answer.Add(new("error_subcode", "cancel"));
        }

        return Back(answer);
    }

    /// <summary>HTML in state is stripped.</summary>
    internal static string WithoutHtml(string state) => Tag().Replace(state, string.Empty);

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
