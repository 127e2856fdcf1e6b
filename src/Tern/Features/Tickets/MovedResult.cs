namespace Tern.Features.Tickets;

/// <summary>What was worked on goes on in another ticket: the browser is led there, by a script or without one.</summary>
internal sealed record MovedResult(long Number, string? View) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var target = $"/tickets/{Number}?view={InboxViews.Parse(View).Key()}";
        if (httpContext.Request.Headers.ContainsKey("HX-Request"))
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers["HX-Redirect"] = target;
        }
        else
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = target;
        }

        return Task.CompletedTask;
    }
}
