using Microsoft.AspNetCore.Authentication;

namespace Tern.Features.Identity.SignIn;

/// <summary>Ends this browser's session.</summary>
internal static class SignOutAgent
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/sign-out", async (HttpContext context) =>
        {
            await context.SignOutAsync(AgentClaims.Scheme);
            return TypedResults.Redirect("/sign-in");
        }).AllowAnonymous();
}
