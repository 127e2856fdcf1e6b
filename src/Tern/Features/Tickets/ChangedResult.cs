namespace Tern.Features.Tickets;

/// <summary>A change was made: a script is told to ask for the new state, a plain form is led back to the ticket.</summary>
internal sealed record ChangedResult(long Number, string? View) : IResult
{
    /// <summary>Set where the composer may be emptied: the name of the form for what is written in it next (<see cref="FormKey"/>).</summary>
    public string? NextKey { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (httpContext.Request.Headers.ContainsKey("HX-Request"))
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers["HX-Trigger"] = NextKey is null ? "ternChanged" : $$$"""{"ternSent":{"key":"{{{NextKey}}}"}}""";
        }
        else
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = $"/tickets/{Number}?view={InboxViews.Parse(View).Key()}";
        }

        return Task.CompletedTask;
    }
}
