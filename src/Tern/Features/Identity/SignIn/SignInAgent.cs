using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Tern.Features.Identity.SignIn;

/// <summary>An agent signs in with address and password. Too many wrong ones lock the account for some minutes.</summary>
internal static class SignInAgent
{
    // Costs as much to check as a real one, so that the time of an answer does not tell which addresses exist.
    private static readonly string NobodysHash = new PasswordHasher<Agent>().HashPassword(null!, "nobody has this password");

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", Show).AllowAnonymous();
        app.MapPost("/sign-in", SignInAsync).AllowAnonymous();
    }

    private static Results<RazorComponentResult<SignInPage>, RedirectHttpResult> Show(CurrentAgent me, string? returnUrl) =>
        me.IsKnown ? TypedResults.Redirect("/") : Page("", returnUrl, null);

    private static async Task<Results<RazorComponentResult<SignInPage>, RedirectHttpResult>> SignInAsync(
        [FromForm] Form form,
        HttpContext context,
        UserManager<Agent> agents,
        ILogger<Agent> logger)
    {
        var agent = await agents.FindByEmailAsync((form.Email ?? "").Trim());
        if (agent is null)
        {
            agents.PasswordHasher.VerifyHashedPassword(null!, NobodysHash, form.Password ?? "");
            return Page(form.Email, form.ReturnUrl, "WrongPassword");
        }

        if (await agents.IsLockedOutAsync(agent))
        {
            return Page(form.Email, form.ReturnUrl, "LockedOut");
        }

        if (!await agents.CheckPasswordAsync(agent, form.Password ?? ""))
        {
            await agents.AccessFailedAsync(agent);
            if (!await agents.IsLockedOutAsync(agent))
            {
                return Page(form.Email, form.ReturnUrl, "WrongPassword");
            }

            Log.LockedOut(logger, agent.Id);
            return Page(form.Email, form.ReturnUrl, "LockedOut");
        }

        await AcceptAsync(agents, agent, form.TimeZone);
        await AgentClaims.SignInAsync(context, agent);
        Log.SignedIn(logger, agent.Id);
        return TypedResults.Redirect(LocalPath(form.ReturnUrl));
    }

    private static async Task AcceptAsync(UserManager<Agent> agents, Agent agent, string? timeZone)
    {
        var zone = agent.TimeZone ?? TimeZones.Accept(timeZone);
        if (zone == agent.TimeZone && agent.AccessFailedCount == 0)
        {
            return;
        }

        agent.TimeZone = zone;
        agent.AccessFailedCount = 0;
        await agents.UpdateAsync(agent);
    }

    // Only a path of this host: "//evil.example" and "/\evil.example" are absolute to a browser.
    private static string LocalPath(string? url) =>
        url is ['/', not ('/' or '\\'), ..] or "/" && !url.Any(char.IsControl) ? url : "/";

    private static RazorComponentResult<SignInPage> Page(string? email, string? returnUrl, string? problem) =>
        new(new Dictionary<string, object?>
        {
            [nameof(SignInPage.Email)] = email,
            [nameof(SignInPage.ReturnUrl)] = returnUrl,
            [nameof(SignInPage.Problem)] = problem,
        })
        {
            StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    internal sealed record Form
    {
        public string? Email { get; init; }

        public string? Password { get; init; }

        public string? ReturnUrl { get; init; }

        public string? TimeZone { get; init; }
    }
}
