using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Tern.Features.Identity.Profile;

/// <summary>An agent's own name and time zone.</summary>
internal static class EditProfile
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/profile", (bool? saved) => ProfileResult.Page(saved == true, [])).RequireAuthorization(Permissions.Agent);
        app.MapPost("/profile", SaveAsync).RequireAuthorization(Permissions.Agent);
    }

    private static async Task<Results<RazorComponentResult<ProfilePage>, RedirectHttpResult>> SaveAsync(
        [FromForm] Form form, CurrentAgent me, UserManager<Agent> agents)
    {
        if (string.IsNullOrWhiteSpace(form.Name) || form.Name.Length > 200)
        {
            return ProfileResult.Page(false, ["NameMissing"]);
        }

        if (TimeZones.Accept(form.TimeZone) is not { } zone)
        {
            return ProfileResult.Page(false, ["TimeZoneUnknown"]);
        }

        var agent = (await agents.FindByIdAsync(me.Id.Value.ToString("D")))!;
        agent.Name = form.Name.Trim();
        agent.TimeZone = zone;
        await agents.UpdateAsync(agent);
        return TypedResults.Redirect("/profile?saved=true");
    }

    internal sealed record Form
    {
        public string? Name { get; init; }

        public string? TimeZone { get; init; }
    }
}
