using Microsoft.AspNetCore.Antiforgery;

namespace Tern.Web;

/// <summary>Every request that changes something carries the token of its page, whether or not its handler reads a form.</summary>
internal static class AntiforgeryGate
{
    internal static IApplicationBuilder UseAntiforgeryGate(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var method = context.Request.Method;
        var isSafe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        if (!isSafe && context.GetEndpoint()?.Metadata.GetMetadata<WithoutAntiforgery>() is null &&
            !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "PageTooOld");
            return;
        }

        await next(context);
    });
}

/// <summary>Marks a route that is proved in another way, such as a provider's notification with its own secret.</summary>
internal sealed class WithoutAntiforgery;
