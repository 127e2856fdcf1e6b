using Tern.Web;

namespace Tern.Features.Identity.FirstRun;

/// <summary>While nobody exists, every page leads to the creation of the first administrator.</summary>
internal static class FirstRunGate
{
    internal static IApplicationBuilder UseFirstRunGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var path = context.Request.Path;
        if (context.GetEndpoint()?.Metadata.GetMetadata<WithoutAntiforgery>() is not null || path.StartsWithSegments("/first-run") || path.StartsWithSegments("/assets") || path.StartsWithSegments("/health") ||
            await context.RequestServices.GetRequiredService<FirstRunState>().IsDoneAsync(context.RequestAborted))
        {
            await next(context);
            return;
        }

        context.Response.Redirect("/first-run");
    });
}
