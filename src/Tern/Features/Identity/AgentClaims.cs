using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Tern.Features.Identity;

/// <summary>What a session cookie says: who, and under which stamp. Everything else is looked up.</summary>
internal static class AgentClaims
{
    internal const string Scheme = "Tern";
    internal const string Stamp = "stamp";
    internal const string Administrator = "administrator";

    internal static Task SignInAsync(HttpContext context, Agent agent)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, agent.Id.Value.ToString("D")),
            new(Stamp, agent.SecurityStamp),
        };
        if (agent.IsAdministrator)
        {
            claims.Add(new Claim(Administrator, "1"));
        }

        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
        return context.SignInAsync(Scheme, principal, new AuthenticationProperties { IsPersistent = true });
    }

    internal static AgentId? IdOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new AgentId(id) : null;
}
