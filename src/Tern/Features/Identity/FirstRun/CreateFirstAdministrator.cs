using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Tern.Features.Identity.FirstRun;

/// <summary>The first page of a new Tern: whoever installed it becomes its administrator. It exists only while nobody does.</summary>
internal static class CreateFirstAdministrator
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/first-run", ShowAsync).AllowAnonymous();
        app.MapPost("/first-run", CreateAsync).AllowAnonymous();
    }

    private static async Task<Results<RazorComponentResult<FirstRunPage>, RedirectHttpResult>> ShowAsync(FirstRunState state, CancellationToken cancellationToken) =>
        await state.IsDoneAsync(cancellationToken) ? TypedResults.Redirect("/") : Page(new Form(), []);

    private static async Task<Results<RazorComponentResult<FirstRunPage>, RedirectHttpResult>> CreateAsync(
        [FromForm] Form form,
        HttpContext context,
        AgentCreation creation,
        UserManager<Agent> agents,
        CancellationToken cancellationToken)
    {
        var problems = Check(form);
        if (problems.Count > 0)
        {
            return Page(form, problems);
        }

        var errors = await creation.AddFirstAsync(form.Name!, form.Email ?? "", form.Password ?? "", form.TimeZone, cancellationToken);
        if (errors.Contains(AgentCreation.AlreadyInstalled))
        {
            return TypedResults.Redirect("/sign-in");
        }

        if (errors.Count > 0)
        {
            return Page(form, [.. errors.Select(error => error.Code).Distinct()]);
        }

        await AgentClaims.SignInAsync(context, (await agents.FindByEmailAsync(form.Email!.Trim()))!);
        return TypedResults.Redirect("/");
    }

    private static List<string> Check(Form form)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(form.Name))
        {
            problems.Add("NameMissing");
        }

        if (form.Password != form.PasswordAgain)
        {
            problems.Add("PasswordsDiffer");
        }

        return problems;
    }

    private static RazorComponentResult<FirstRunPage> Page(Form form, List<string> problems) =>
        new(new Dictionary<string, object?>
        {
            [nameof(FirstRunPage.Name)] = form.Name,
            [nameof(FirstRunPage.Email)] = form.Email,
            [nameof(FirstRunPage.Problems)] = problems,
        })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    internal sealed record Form
    {
        public string? Name { get; init; }

        public string? Email { get; init; }

        public string? Password { get; init; }

        public string? PasswordAgain { get; init; }

        public string? TimeZone { get; init; }
    }
}
