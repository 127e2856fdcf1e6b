using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Tern.Features.Identity.Profile;

/// <summary>A new password; it ends the agent's sessions in other browsers.</summary>
internal static class ChangePassword
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/profile/password", ChangeAsync).RequireAuthorization(Permissions.Agent);

    private static async Task<Results<RazorComponentResult<ProfilePage>, RedirectHttpResult>> ChangeAsync(
        [FromForm] Form form, HttpContext context, CurrentAgent me, UserManager<Agent> agents, ILogger<Agent> logger)
    {
        if (form.New != form.Again)
        {
            return ProfileResult.Page(false, ["PasswordsDiffer"]);
        }

        var agent = (await agents.FindByIdAsync(me.Id.Value.ToString("D")))!;
        var result = await agents.ChangePasswordAsync(agent, form.Current ?? "", form.New ?? "");
        if (!result.Succeeded)
        {
            return ProfileResult.Page(false, [.. result.Errors.Select(error => error.Code)]);
        }

        Log.PasswordChanged(logger, agent.Id);
        await AgentClaims.SignInAsync(context, agent);
        return TypedResults.Redirect("/profile?saved=true");
    }

    internal sealed record Form
    {
        public string? Current { get; init; }

        public string? New { get; init; }

        public string? Again { get; init; }
    }
}
