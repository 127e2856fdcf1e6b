namespace Tern.Features.Tickets;

/// <summary>A change was made: a script is told to ask for the new state, a plain form is led back to the ticket.</summary>
/// <param name="Event">What the script announces in the page: "ternChanged", or "ternSent" when the composer may be emptied.</param>
internal sealed record ChangedResult(long Number, string? View, string Event = "ternChanged") : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (httpContext.Request.Headers.ContainsKey("HX-Request"))
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers["HX-Trigger"] = Event;
        }
        else
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = $"/tickets/{Number}?view={InboxViews.Parse(View).Key()}";
        }

        return Task.CompletedTask;
    }
}
