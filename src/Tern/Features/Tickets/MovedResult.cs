namespace Tern.Features.Tickets;

/// <summary>What was worked on goes on in another ticket: the browser is led there, by a script or without one.</summary>
internal sealed record MovedResult(long Number, string? View) : IResult
{
    /// <summary>What the script announces before it leaves: "ternSent" where a composer may forget what was typed.</summary>
    public string? Event { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var target = $"/tickets/{Number}?view={InboxViews.Parse(View).Key()}";
        if (httpContext.Request.Headers.ContainsKey("HX-Request"))
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers["HX-Redirect"] = target;
            if (Event is not null)
            {
                httpContext.Response.Headers["HX-Trigger"] = Event;
            }
        }
        else
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = target;
        }

        return Task.CompletedTask;
    }
}
