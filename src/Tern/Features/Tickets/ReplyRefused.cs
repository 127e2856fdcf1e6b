using Microsoft.AspNetCore.Http.HttpResults;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets;

/// <summary>A reply or note that was not taken: said beside the composer, which keeps everything; without scripts the page comes back with the text in it.</summary>
public sealed record ReplyRefused(long Number, string? View, string Problem, int Status, string? Text, int Newest) : IResult
{
    /// <summary>What was entered beside the text.</summary>
    public MailFormFields? Fields { get; init; }

    /// <summary>The address it is about.</summary>
    public string? Detail { get; init; }

    /// <summary>What the agent has agreed to before, which must not be asked twice.</summary>
    public int? Confirmed { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (httpContext.Request.Headers.ContainsKey("HX-Request"))
        {
            await new RazorComponentResult<ReplyProblem>(new Dictionary<string, object?>
            {
                [nameof(ReplyProblem.Key)] = Problem,
                [nameof(ReplyProblem.Newest)] = Newest,
                [nameof(ReplyProblem.Detail)] = Detail,
                [nameof(ReplyProblem.Confirmed)] = Confirmed,
                [nameof(ReplyProblem.Anyway)] = Fields?.Anyway == true,
            })
            { StatusCode = Status }.ExecuteAsync(httpContext);
            return;
        }

        var services = httpContext.RequestServices;
        var model = await services.GetRequiredService<ConversationQuery>().LoadAsync(Number, httpContext.RequestAborted);
        var list = await TicketList.LoadAsync(
            services.GetRequiredService<TernDbContext>(), InboxViews.Parse(View), null, services.GetRequiredService<CurrentAgent>().Id, httpContext.RequestAborted);
        await new RazorComponentResult<ConversationPage>(new Dictionary<string, object?>
        {
            [nameof(ConversationPage.Model)] = model,
            [nameof(ConversationPage.List)] = list,
            [nameof(ConversationPage.Refused)] = this,
        })
        { StatusCode = Status }.ExecuteAsync(httpContext);
    }
}
