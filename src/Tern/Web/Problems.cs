using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Tern.Web;

/// <summary>Says what went wrong as a page, or as a short fragment where a script asked.</summary>
internal static class Problems
{
    internal static RazorComponentResult<ProblemPage> Page(int status, string key, params object[] details) => Page(status, key, new Uri("/", UriKind.Relative), details);

    /// <summary>The same, with a way on that is not the desk's own start.</summary>
    internal static RazorComponentResult<ProblemPage> Page(int status, string key, Uri wayOn, params object[] details) =>
        new(new Dictionary<string, object?> { [nameof(ProblemPage.Key)] = key, [nameof(ProblemPage.WayOn)] = wayOn, [nameof(ProblemPage.Details)] = details }) { StatusCode = status };

    internal static Task WriteAsync(HttpContext context, int status, string key)
    {
        IResult result = context.Request.Headers.ContainsKey("HX-Request")
            ? new RazorComponentResult<ProblemNote>(new Dictionary<string, object?> { [nameof(ProblemNote.Key)] = key }) { StatusCode = status }
            : Page(status, key);
        return result.ExecuteAsync(context);
    }

    /// <summary>Status codes without a body get a page; a lost race of two agents is a conflict, everything else unexpected is logged and said.</summary>
    internal static IApplicationBuilder UseProblemPages(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            var (status, key) = exception switch
            {
                DbUpdateConcurrencyException => (StatusCodes.Status409Conflict, "ChangedMeanwhile"),
                BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "TooLarge" : "NotUnderstood"),
                _ => (StatusCodes.Status500InternalServerError, "Unexpected"),
            };
            if (status == StatusCodes.Status500InternalServerError)
            {
                Log.RequestFailed(context.RequestServices.GetRequiredService<ILogger<Assets>>(), exception, context.GetEndpoint()?.DisplayName);
            }

            // What the failed page had written so far is not of this one.
            context.Response.Clear();
            context.RequestServices.GetRequiredService<SecurityHeaders>().Apply(context);
            await WriteAsync(context, status, key);
            return;
        }

        var response = context.Response;
        if (!response.HasStarted && response.ContentLength is null && response.ContentType is null &&
            response.StatusCode is 403 or 404 or 405 && !context.Request.Path.StartsWithSegments("/assets"))
        {
            await WriteAsync(context, response.StatusCode, response.StatusCode == 403 ? "NotAllowed" : "NotFound");
        }
    });
}
